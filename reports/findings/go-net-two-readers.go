// Package net of Go 1.19.8 (Debian 12)
// conc.two-readers
// prints: the first Read, given 600 ms, ends after 900 ms; the second after 600 ms
// should: each after 600 ms of its own. A deadline belongs to the connection, so that the one that a second reader sets
//
//	before its Read holds for the first too.
package main

import (
	"fmt"
	"net"
	"time"
)

func main() {
	listener, _ := net.Listen("tcp4", "127.0.0.1:0")
	conn, _ := net.Dial("tcp4", listener.Addr().String())
	took := func() time.Duration {
		began := time.Now()
		conn.SetReadDeadline(began.Add(600 * time.Millisecond))
		conn.Read(make([]byte, 64))
		return time.Since(began).Round(10 * time.Millisecond)
	}
	first := make(chan time.Duration)
	go func() { first <- took() }()
	time.Sleep(300 * time.Millisecond)
	second := took()
	fmt.Println("the first Read, given 600 ms, ends after", <-first, "and the second after", second)
}
