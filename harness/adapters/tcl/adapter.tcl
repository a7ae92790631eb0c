# Hosts a TclOO socket class and speaks the adapter protocol, wouldblock/1 (PROTOCOL.md, one folder up).
#     tclsh adapter.tcl my_socket.tcl [Class]     with descriptors 1 and 2 exchanged (README.md says how, and why)

namespace eval adapter {
  variable sockets {} handedOut 0 features {} hello {} requests {} serving 0
  variable statuses {
    EAGAIN would-block EWOULDBLOCK would-block EINPROGRESS in-progress EALREADY in-progress ETIMEDOUT timeout
    ECONNREFUSED refused ECONNRESET reset ECONNABORTED reset EPIPE broken-pipe EBADF closed ENOTCONN not-connected
    EISCONN already-connected EADDRINUSE in-use EINVAL invalid
  }
  # Operation: method, arguments from words, words of what it answers, announced or not.
  variable operations {
    setblocking {setblocking flag done 0} getblocking {getblocking none ofFlag 0}
    settimeout {settimeout seconds done 0} gettimeout {gettimeout none ofSeconds 0}
    bind {bind place done 0} listen {listen size done 0} accept {accept none ofAccepted 1}
    connect {connect place done 1} send {send bytes ofCount 1} sendall {sendall bytes done 1} recv {recv size ofBytes 1}
    shutdown {shutdown side done 0} close {close none done 0}
    sockname {getsockname none ofAddress 0} peername {getpeername none ofAddress 0}
    poll {poll readiness ofFlag 1} readexact {readexact size ofBytes 1} readline {readline none ofBytes 1}
  }
}

proc adapter::check {holds} { if {!$holds} { throw ADAPTER {it may not be so} } }
# Lists of arguments from words; what is malformed raises. No string comes out of `expr`, which takes 00 and 1e9 for numbers.
proc adapter::none {} { list }
proc adapter::flag {word} { check [expr {$word in {true false}}]; list [expr {$word eq {true}}] }
proc adapter::seconds {word} {
  if {$word eq {none}} { return [list {}] }
  check [expr {[string is double -strict $word] || $word in {nan inf}}]
  list [string map {nan NaN inf Inf} $word]
}
proc adapter::bytes {word} {
  check [expr {$word eq {-} || ([string is xdigit -strict $word] && [string length $word] % 2 == 0)}]
  list [binary decode hex [string trim $word -]]
}
proc adapter::size {args} { foreach word $args { check [string is wideinteger -strict $word] }; return $args }
proc adapter::place {host port} { list $host {*}[size $port] }
proc adapter::side {word} { check [expr {$word in {read write both}}]; list $word }
proc adapter::readiness {word left} { check [expr {$word in {read write}}]; list $word {*}[seconds $left] }
# Lists of words of what was answered; what a method may not answer raises.
proc adapter::done {value} { list }
proc adapter::ofFlag {value} { check [string is boolean -strict $value]; list [expr {$value ? {true} : {false}}] }
proc adapter::ofCount {value} { check [string is wideinteger -strict $value]; list $value }
proc adapter::ofSeconds {value} {
  if {$value eq {}} { list none } else { list [string tolower [expr {double($value)}]] }
}
proc adapter::orDash {text} { if {$text eq {}} { string cat - } else { string cat $text } }
proc adapter::ofBytes {value} { list [orDash [binary encode hex $value]] }
proc adapter::ofAddress {value} {
  check [expr {[llength $value] == 2 && [string is integer -strict [lindex $value 1]]}]
  list [orDash [lindex $value 0]] [lindex $value 1]
}
proc adapter::ofSocket {value} {
  foreach name {sockets handedOut} { variable $name }
  check [info object isa object $value]
  dict set sockets s[incr handedOut] $value
  list s$handedOut
}
proc adapter::ofAccepted {value} { concat [ofSocket [lindex $value 0]] [ofAddress [lrange $value 1 end]] }
# Where the wrapper writes to stderr it means what is told as errors are, and that is stdout here.
rename puts adapter::write
proc puts {args} {
  if {[lindex $args end-1] eq {stderr}} { lset args end-1 stdout }
  adapter::write {*}$args
}
interp bgerror {} {apply {{why how} { puts [dict get $how -errorinfo] }}}
proc adapter::say {args} { write stderr [join $args { }] }
proc adapter::oneLine {text} { string range [join [regexp -all -inline {\S+} $text]] 0 299 }
# Makes the call, and times it alone.
proc adapter::answer {id wordsOf call} {
  variable statuses
  set began [clock microseconds]
  set failed [catch $call value how]
  set micros [expr {max(0, [clock microseconds] - $began)}]
  if {$failed} {
    lassign [dict get $how -errorcode] kind code what
    set status error
    if {$kind eq {POSIX} && [dict exists $statuses $code]} { set status [dict get $statuses $code] }
    if {"$kind $code $what" eq {TCL LOOKUP CHANNEL}} { set status closed }
    if {"$kind $code" in {{TCL VALUE} {ARITH DOMAIN}}} { set status invalid }
    say $id $status $micros [oneLine "$kind $code: $value"]
  } elseif {[catch { $wordsOf $value } words]} {
    say $id error $micros wrong-type: [oneLine $value]
  } else {
    say $id ok $micros {*}$words
  }
}
proc adapter::reset {} {
  variable sockets
  foreach socket [dict values $sockets] { catch { $socket close }; catch { $socket destroy } }
  set sockets {}
}
proc adapter::serve {id operation args} {
  foreach name {sockets operations features hello class} { variable $name }
  if {[dict exists $operations $operation] && [lindex [dict get $operations $operation] 3]} { say $id entered 0 }
  if {[list $operation {*}$args] eq {hello 1}} { return [say $id ok 0 $hello] }
  if {$operation eq {reset}} { return [answer $id done adapter::reset] }
  if {$operation eq {open} && ($args eq {} || ($args in {ipv6 unix udp} && $args in $features))} {
    return [answer $id ofSocket [list $class new {*}$args]]
  }
  if {![dict exists $operations $operation]} { return [say $id unsupported 0 no such operation] }
  lassign [dict get $operations $operation] method argumentsOf wordsOf
  set handle [lindex $args 0]
  if {![dict exists $sockets $handle]} { return [say $id invalid 0 no such handle] }
  set socket [dict get $sockets $handle]
  if {$method ni [info object methods $socket -all]} { return [say $id unsupported 0 the wrapper has no method $method] }
  if {[catch { $argumentsOf {*}[lrange $args 1 end] } arguments]} { return [say $id invalid 0 malformed words] }
  answer $id $wordsOf [list $socket $method {*}$arguments]
}

# The wrapper may wait in the event loop, which then comes by here again.
proc adapter::receive {input} {
  foreach name {requests serving} { variable $name }
  while {[gets $input line] >= 0} { lappend requests $line }
  if {[eof $input]} { fileevent $input readable {}; after 100 exit }
  if {$serving} return
  set serving 1
  while {$requests ne {}} {
    set requests [lassign $requests line]
    serve {*}[split $line]
  }
  set serving 0
  if {[eof $input]} exit
}
proc adapter::load {file name} {
  foreach one {class features hello} { variable $one }
  set known [info class instances oo::class]
  uplevel #0 [list source $file]
  set made [lmap one [info class instances oo::class] { if {$one in $known} continue; set one }]
  if {$name ne {}} { set made ::$name }
  if {[llength $made] != 1} { error "name a class after a #; the file defines $made" }
  if {![info object isa class [set class [lindex $made 0]]]} { error "it defines no class $name" }
  set hello "name=[string trimleft $class :] version=[info patchlevel] language=tcl"
  if {![info exists ::wouldblock]} return
  set features [dict get $::wouldblock features]
  set variants [lmap {flag value} [dict get $::wouldblock variants] { string cat $flag = $value }]
  append hello " features=[orDash [join $features ,]] variants=[orDash [join $variants ,]]"
}
chan configure stderr -translation lf -encoding utf-8 -buffering line
chan configure stdout -buffering none
if {[catch { adapter::load [lindex $argv 0] [lindex $argv 1] } why]} {
  adapter::say [lindex [split [gets stdin]] 0] error 0 [adapter::oneLine $why]
  exit 1
}
chan configure stdin -translation lf -encoding iso8859-1 -blocking 0
fileevent stdin readable {adapter::receive stdin}
vwait forever
