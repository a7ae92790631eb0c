// Package net of Go 1.19.8 (Debian 12)
// err.closed-names
// prints: after Close, LocalAddr answers 127.0.0.1:<its port> and RemoteAddr the listener's
// should: an error, which LocalAddr and RemoteAddr have no room for; of other systems such calls fail as closed
package main

import (
	"fmt"
	"net"
)

func main() {
	listener, _ := net.Listen("tcp4", "127.0.0.1:0")
	conn, _ := net.Dial("tcp4", listener.Addr().String())
	conn.Close()
	fmt.Println("after Close, LocalAddr answers", conn.LocalAddr(), "and RemoteAddr", conn.RemoteAddr())
}
