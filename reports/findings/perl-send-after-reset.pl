# Library:   Perl's IO::Socket::IP 0.41, IO::Socket 1.49
# Behaviour: err.broken-pipe
# Prints:    send: Cannot determine peer address at …
# Should:    Connection reset by peer, and then Broken pipe, as syswrite says
#
# send first asks for the name of the peer, which a connection that was reset has no longer, and dies for want of one.
use strict;
use warnings;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_LINGER MSG_NOSIGNAL);

my $listener = IO::Socket::IP->new(LocalHost => '127.0.0.1', Listen => 1);
my $socket = IO::Socket::IP->new(PeerHost => '127.0.0.1', PeerPort => $listener->sockport);
my $peer = $listener->accept;
$peer->setsockopt(SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0);
$peer->close; # by a reset
select undef, undef, undef, 0.1;
my $sent = eval { $socket->send('x', MSG_NOSIGNAL) };
print defined $sent ? "sent $sent\n" : $@ || "$!\n";
