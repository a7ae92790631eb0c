// Hosts a Go type that implements Socket (socket.go), and speaks wouldblock/1 (PROTOCOL.md, one folder up).
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	replies   = takeOver(1) // before anything of the wrapper's is initialised, which may print
	writing   sync.Mutex
	sockets   sync.Map // by handle
	handedOut int64
	announced = map[string]bool{"accept": true, "connect": true, "send": true, "sendall": true, "recv": true}
)

// takeOver keeps a standard descriptor for the protocol, and puts standard error in its place.
func takeOver(descriptor int) *os.File {
	kept, _ := syscall.Dup(descriptor)
	syscall.Dup3(2, descriptor, 0)
	return os.NewFile(uintptr(kept), "protocol")
}

func say(words ...string) {
	writing.Lock()
	defer writing.Unlock()
	replies.WriteString(strings.Join(words, " ") + "\n")
}

func serve(id, operation string, words []string) {
	port, _ := strconv.Atoi(words[2])
	address := &net.TCPAddr{IP: net.ParseIP(words[1]), Port: port}
	size, _ := strconv.Atoi(words[1])
	data, _ := hex.DecodeString(strings.Trim(words[1], "-"))
	seconds, _ := strconv.ParseFloat(strings.Replace(words[1], "none", "inf", 1), 64)
	stored, _ := sockets.Load(words[0])
	socket, found := stored.(Socket)
	if announced[operation] {
		say(id, "entered 0")
	}
	var result any
	err := errUnknown
	began := time.Now()
	switch {
	case operation == "hello" && len(os.Args) > 1:
		say(id, "error 0 a wrapper in Go is what NewSocket answers: leave #"+os.Args[1], "out")
		os.Exit(1)
	case operation == "hello":
		result, err = hello(), nil
	case operation == "open" && words[0] == "":
		result, err = NewSocket(), nil
	case operation == "reset":
		sockets.Range(func(handle, left any) bool { left.(Socket).Close(); sockets.Delete(handle); return true })
		err = nil
	case found:
		result, err = call(socket, operation, words[1], address, size, data, seconds)
	case operation != "open" && words[0] != "":
		err = errHandle
	}
	micros := strconv.FormatInt(time.Since(began).Microseconds(), 10)
	if err == io.EOF {
		result, err = []byte{}, nil
	}
	if err != nil {
		say(id, statusOf(err), micros, fmt.Sprintf("%T: %s", err, strings.Join(strings.Fields(err.Error()), " ")))
	} else if said, ok := wordsOf(result, operation == "accept"); ok {
		say(id, "ok", micros+said)
	} else {
		say(id, "error", micros, fmt.Sprintf("wrong-type: %T", result))
	}
}

func hello() string {
	socket := NewSocket()
	defer socket.Close()
	name := strings.TrimPrefix(strings.TrimLeft(fmt.Sprintf("%T", socket), "*"), "main.")
	said := fmt.Sprintf("name=%s version=%s language=go", name, strings.TrimPrefix(runtime.Version(), "go"))
	if Features != "" {
		said += " features=" + Features
	}
	if Variants != "" {
		said += " variants=" + Variants
	}
	return said
}

func main() {
	input := takeOver(0)
	requests := make(chan []string, 1<<16)
	go func() { // a call that waits does not keep the process; what came before the end of the input is still answered
		lines := bufio.NewReaderSize(input, 1<<16)
		for line, err := lines.ReadString('\n'); err == nil; line, err = lines.ReadString('\n') {
			requests <- append(strings.Fields(line), "", "", "", "")
		}
		for before := -1; before != len(requests); time.Sleep(100 * time.Millisecond) {
			before = len(requests)
		}
		os.Exit(0)
	}()
	for words := range requests {
		if aside := strings.TrimPrefix(words[1], "&"); aside != words[1] {
			go serve(words[0], aside, words[2:])
		} else {
			serve(words[0], words[1], words[2:])
		}
	}
}
