# Tcl 8.6.13 (Debian 12)
# res.fd.high-number
# prints: *** bit out of range 0 - FD_SETSIZE on fd_set ***: terminated (and the process is aborted)
# should: waited on descriptor 1100
# The event loop waits with select(2), which knows no more than 1,024 descriptors.
#     bash -c 'ulimit -n 2000; tclsh tcl-high-descriptor.tcl'
while {[regexp {\d+} [set channel [open /dev/null]] number] && $number < 1100} {}
set server [socket -server {apply {{peer host port} { close $peer }}} -myaddr 127.0.0.1 0]
set client [socket 127.0.0.1 [lindex [chan configure $server -sockname] 2]]
chan event $client readable {
  puts {waited on descriptor 1100}
  exit
}
vwait forever
