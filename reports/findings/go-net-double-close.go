// Package net of Go 1.19.8 (Debian 12)
// life.double-close
// prints: <nil>, then "close tcp4 …: use of closed network connection"
// should: <nil> both times; io.Closer leaves it open ("behavior of Close after the first call is undefined")
package main

import (
	"fmt"
	"net"
)

func main() {
	listener, _ := net.Listen("tcp4", "127.0.0.1:0")
	conn, _ := net.Dial("tcp4", listener.Addr().String())
	fmt.Println(conn.Close())
	fmt.Println(conn.Close())
}
