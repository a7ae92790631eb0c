package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

var (
	errHandle  = errors.New("no such handle")
	errUnknown = errors.New("no such operation")
	statuses   = map[error]string{
		errLacks: "unsupported", errUnknown: "unsupported", errHandle: "invalid", syscall.EINVAL: "invalid",
		syscall.EAGAIN: "would-block", syscall.EINPROGRESS: "in-progress", syscall.EALREADY: "in-progress",
		syscall.ECONNREFUSED: "refused", syscall.ECONNRESET: "reset", syscall.ECONNABORTED: "reset",
		syscall.EPIPE: "broken-pipe", syscall.EBADF: "closed", net.ErrClosed: "closed",
		syscall.ENOTCONN: "not-connected", syscall.EISCONN: "already-connected", syscall.EADDRINUSE: "in-use",
	}
)

func call(socket Socket, operation, word string, address *net.TCPAddr, size int, data []byte, seconds float64) (any, error) {
	switch operation {
	case "setblocking":
		return nil, socket.SetBlocking(word == "true")
	case "getblocking":
		return socket.GetBlocking()
	case "settimeout":
		return nil, socket.SetTimeout(seconds)
	case "gettimeout":
		return socket.GetTimeout()
	case "bind":
		return nil, socket.Bind(address)
	case "listen":
		return nil, socket.Listen(size)
	case "accept":
		return socket.Accept()
	case "connect":
		return nil, socket.Connect(address)
	case "send":
		return socket.Send(data)
	case "sendall":
		return nil, socket.SendAll(data)
	case "recv":
		return socket.Recv(size)
	case "shutdown":
		return nil, socket.Shutdown(word != "write", word != "read")
	case "close":
		return nil, socket.Close()
	case "sockname":
		return socket.SockName()
	case "peername":
		return socket.PeerName()
	}
	return nil, errUnknown
}

func statusOf(err error) string {
	for known, status := range statuses {
		if errors.Is(err, known) {
			return status
		}
	}
	var timed net.Error
	if errors.As(err, &timed) && timed.Timeout() {
		return "timeout"
	}
	return "error"
}

// wordsOf answers the words of a result, each with a space before it.
func wordsOf(result any, accepted bool) (said string, ok bool) {
	switch it := result.(type) {
	case nil:
		return "", !accepted
	case bool, int, string:
		return fmt.Sprintf(" %v", it), true
	case float64:
		return strings.Replace(" "+strconv.FormatFloat(it, 'g', -1, 64), "+Inf", "none", 1), true
	case []byte:
		if len(it) == 0 {
			return " -", true
		}
		return " " + hex.EncodeToString(it), true
	case *net.TCPAddr:
		return fmt.Sprintf(" %s %d", it.IP, it.Port), true
	case Socket:
		if accepted {
			client, _ := it.PeerName()
			if said, ok = wordsOf(client, true); !ok {
				return
			}
		}
		handle := fmt.Sprintf("s%d", atomic.AddInt64(&handedOut, 1))
		sockets.Store(handle, it)
		return " " + handle + said, true
	}
	return "", false
}
