# Library:   Perl's IO::Socket::IP 0.41, IO::Socket 1.49
# Behaviour: err.closed-use
# Prints:    accept: Connection timed out after 0.0 s
# Should:    accept: Bad file descriptor after 0.0 s, as without a timeout
#
# IO::Select has nothing to wait for once the socket is closed, answers at once, and accept takes that for the expiry.
use strict;
use warnings;
use IO::Socket::IP;
use Time::HiRes 'time';

my $listener = IO::Socket::IP->new(LocalHost => '127.0.0.1', Listen => 1, Timeout => 5);
$listener->close;
my $began = time;
my $error = $listener->accept ? 'a client' : $!;
printf "accept: %s after %.1f s\n", $error, time - $began;
