# Tcl 8.6.13 (Debian 12)
# err.reset-class, block.recv.reset-wakes, timeout.reset-beats
# prints: read 0 bytes, eof 1
# should: an error (POSIX ECONNRESET): what the peer had sent may be lost, and whoever reads to the end believes it whole
# A peer that closes with bytes unread resets the connection.
set server [socket -server accepted -myaddr 127.0.0.1 0]
proc accepted {peer host port} {
  after 200 [list close $peer]
}
set client [socket 127.0.0.1 [lindex [chan configure $server -sockname] 2]]
chan configure $client -blocking 0 -translation binary
puts -nonewline $client unread
flush $client
after 500 {
  puts "read [string length [read $client]] bytes, eof [eof $client]"
  exit
}
vwait forever
