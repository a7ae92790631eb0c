package main

import (
	"errors"
	"net"
)

// Socket is what a wrapper implements: a TCP socket over IPv4. Its file says `package main`, has a function
// NewSocket() Socket, and may declare Features and Variants in an init function.
//
// Errors are told apart as programs do it: by the syscall.Errno that they wrap (EAGAIN is would-block), by Timeout() of
// net.Error, by net.ErrClosed. At the end of the stream Recv answers io.EOF, or nothing.
type Socket interface {
	SetBlocking(flag bool) error
	GetBlocking() (bool, error)
	SetTimeout(seconds float64) error // math.Inf(1): none
	GetTimeout() (float64, error)
	Bind(address *net.TCPAddr) error
	Listen(backlog int) error // 0: as long as the library thinks fit
	Accept() (Socket, error)
	Connect(address *net.TCPAddr) error
	Send(data []byte) (int, error) // how many bytes it took; with an error, none
	SendAll(data []byte) error
	Recv(size int) ([]byte, error)
	Shutdown(read, write bool) error
	Close() error
	SockName() (net.Addr, error)
	PeerName() (net.Addr, error)
}

// NoModes is embedded by a wrapper that has not all modes, and has the methods of those that are left.
type NoModes struct{}

var errLacks = errors.New("the wrapper has no such method")

func (NoModes) SetBlocking(bool) error       { return errLacks }
func (NoModes) GetBlocking() (bool, error)   { return false, errLacks }
func (NoModes) SetTimeout(float64) error     { return errLacks }
func (NoModes) GetTimeout() (float64, error) { return 0, errLacks }

// What the wrapper declares, in the words of a hello: "threads", "modes=blocking+timeout,close-wakes=yes".
var Features, Variants string
