# Tcl 8.6.13 (Debian 12)
# life.shutdown-twice
# prints: NONE: Half-close of write-side not possible, side not opened or already closed
# should: nothing, or an error that can be told by its code
set server [socket -server {apply {{peer host port} {}}} -myaddr 127.0.0.1 0]
set client [socket 127.0.0.1 [lindex [chan configure $server -sockname] 2]]
close $client write
catch { close $client write } why how
puts "[dict get $how -errorcode]: $why"
