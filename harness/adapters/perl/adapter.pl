# Hosts a Perl socket class and speaks the adapter protocol, wouldblock/1 (PROTOCOL.md, one folder up).
#     perl adapter.pl my_socket.pl [Class]
use strict; use warnings;
use Errno qw(:POSIX);
use File::Spec ();
use IO::Poll ();
use POSIX ();
use Scalar::Util qw(blessed looks_like_number);
use Time::HiRes ();
my $clock = \&Time::HiRes::clock_gettime; # before the wrapper can put something in its place
my $monotonic = Time::HiRes::CLOCK_MONOTONIC();

my %status = (
    EAGAIN, 'would-block', EWOULDBLOCK, 'would-block', EINPROGRESS, 'in-progress', EALREADY, 'in-progress',
    ETIMEDOUT, 'timeout', ECONNREFUSED, 'refused', ECONNRESET, 'reset', ECONNABORTED, 'reset', EPIPE, 'broken-pipe',
    EBADF, 'closed', ENOTCONN, 'not-connected', EISCONN, 'already-connected', EADDRINUSE, 'in-use', EINVAL, 'invalid',
);
sub decimal { my $short = sprintf '%.15g', $_[0]; $short == $_[0] ? $short : sprintf '%.17g', $_[0] }
sub one_line { my $text = join ' ', split ' ', "@_"; $text =~ s/[^\x20-\x7e]/?/g; substr $text, 0, 300 }

# Arguments from words; one that is malformed dies.
my $flag  = sub { ({ true => 1, false => 0 })->{ $_[0] } // die };
my $bytes = sub { $_[0] eq '-' ? '' : length($_[0]) % 2 || $_[0] =~ /[^0-9a-f]/ ? die : pack 'H*', $_[0] };
my $limit = sub { $_[0] eq 'none' ? undef : looks_like_number($_[0]) ? 0 + $_[0] : die };
my $size  = sub { map { /^\d+$/ ? 0 + $_ : die } @_ };
my $place = sub { @_ == 2 && $_[1] =~ /^\d+$/ ? ($_[0], 0 + $_[1]) : die };
my $way   = sub { ({ read => 0, write => 1, both => 2 })->{ $_[0] } // die }; # SHUT_RD, SHUT_WR, SHUT_RDWR
my $want  = sub { $_[0] =~ /^(read|write)$/ ? ($_[0], $limit->($_[1])) : die };

# Words of results, or nothing: then it is a failure, and $! tells which.
my $done    = sub { $_[0] ? [] : undef };
my $truth   = sub { defined $_[0] ? [ $_[0] ? 'true' : 'false' ] : undef };
my $count   = sub { defined $_[0] && $_[0] =~ /^\d+/ ? [ 0 + $_[0] ] : undef }; # "0 but true" among them
my $seconds = sub { !defined $_[0] ? ['none'] : looks_like_number($_[0]) ? [ decimal($_[0]) ] : undef };
my $data    = sub { defined $_[0] && !ref $_[0] ? [ length $_[0] ? unpack 'H*', $_[0] : '-' ] : undef };
my $address = sub { @_ == 2 && defined $_[0] && "@_" =~ /^[\x21-\x7e]* \d+$/ ? [ length $_[0] ? $_[0] : '-', $_[1] ] : undef };
my $datagram = sub { my ($got, $from) = ($data->(shift), $address->(@_)); $got && $from && [ @$got, @$from ] };
my (%sockets, $handed_out);
my $keep = sub {
    my ($opened, @from) = @_;
    my $from = @from ? $address->(@from) : [];
    return unless blessed $opened && $from;
    $sockets{ 's' . ++$handed_out } = $opened;
    return [ "s$handed_out", @$from ];
};

# Operation: method, arguments from words, words from the result, announced or not.
my $none = sub { () };
my %operations = (
    setblocking => [ 'set_blocking', $flag, $done ],
    getblocking => [ 'get_blocking', $none, $truth ],
    settimeout  => [ 'set_timeout', $limit, $done ],
    gettimeout  => [ 'get_timeout', $none, $seconds ],
    bind        => [ 'bind', $place, $done ],
    listen      => [ 'listen', $size, $done ],
    accept      => [ 'accept', $none, sub { @_ == 3 ? $keep->(@_) : undef }, 1 ],
    connect     => [ 'connect', $place, $done, 1 ],
    send        => [ 'send', $bytes, $count, 1 ],
    sendall     => [ 'send_all', $bytes, $done, 1 ],
    recv        => [ 'recv', $size, $data, 1 ],
    sendto      => [ 'send_to', sub { ($bytes->(shift), $place->(@_)) }, $count, 1 ],
    recvfrom    => [ 'recv_from', $size, $datagram, 1 ],
    shutdown    => [ 'shutdown', $way, $done ],
    close       => [ 'close', $none, $done ],
    sockname    => [ 'sock_address', $none, $address ],
    peername    => [ 'peer_address', $none, $address ],
    peek        => [ 'peek', $size, $data, 1 ],
    poll        => [ 'poll', $want, $truth, 1 ],
    readexact   => [ 'read_exactly', $size, $data, 1 ],
    readline    => [ 'read_line', $none, $data, 1 ],
    dup         => [ 'dup', $none, $keep ],
    connecthelper => [ 'connected_to', sub { ($place->(@_[ 0, 1 ]), $limit->($_[2])) }, $keep, 1 ],
);

open my $requests, '<&', \*STDIN or die;
open my $replies, '>&', \*STDOUT or die;
open STDIN, '<', File::Spec->devnull or die;
open STDOUT, '>&', \*STDERR or die; # what the wrapper prints is no reply
$replies->autoflush;
STDOUT->autoflush;
exit_at_end_of_input($requests);
my ($file, $class) = (File::Spec->rel2abs($ARGV[0]), $ARGV[1]);
my ($features, $variants);
if (!eval { load(); 1 }) {
    my ($id) = split ' ', scalar <$requests>;
    print $replies "$id error 0 ", one_line($@), "\n";
    POSIX::_exit(1);
}
my $greeting = sprintf 'ok 0 name=%s version=%vd language=perl', $class =~ s/\W+/_/gr, $^V;
$greeting .= ' features=' . (join(',', @$features) || '-') if $features;
$greeting .= ' variants=' . (join(',', map { "$_=$variants->{$_}" } sort keys %$variants) || '-') if $variants;
while (defined(my $line = <$requests>)) {
    my ($id, $operation, @words) = split ' ', $line;
    my @call = $operation ? call_for($operation, @words) : ('unsupported 0 no operation');
    print $replies "$id entered 0\n" if $operation && $operations{$operation} && $operations{$operation}[3];
    print $replies "$id ", @call == 1 ? $call[0] : outcome(@call), "\n";
}
POSIX::_exit(0);
# What to call and what makes words of its result, or a reply.
sub call_for {
    my ($operation, @words) = @_;
    return $greeting if "@_" eq 'hello 1';
    return (sub { eval { $_->close } for values %sockets; %sockets = (); 1 }, $done) if "@_" eq 'reset';
    return (sub { $class->new }, $keep) if "@_" eq 'open';
    return (sub { $class->new(@words) }, $keep) if $operation eq 'open' && @words == 1 && $words[0] =~ /^(ipv6|unix|udp)$/
        && grep { $_ eq $words[0] } @{ $features || [] };
    my ($method, $arguments_of, $words_of) = @{ $operations{$operation} || return 'unsupported 0 no such operation' };
    my $one = $operation eq 'connecthelper' ? $class : $sockets{ shift(@words) // '' } || return 'invalid 0 no such handle';
    my @arguments;
    eval { @arguments = $arguments_of->(@words); 1 } or return 'invalid 0 malformed words';
    return "unsupported 0 the wrapper has no method $method" unless $one->can($method);
    return (sub { $one->$method(@arguments) }, $words_of);
}
sub outcome {
    my ($call, $words_of) = @_;
    $! = 0;
    my $began  = $clock->($monotonic);
    my @result = eval { $call->() };
    my ($error, $died) = ($!, $@);
    my $took  = int 1e6 * ($clock->($monotonic) - $began);
    my $words = $died ? undef : $words_of->(@result);
    return join ' ', 'ok', $took, @$words if $words;
    return "error $took wrong-type: " . one_line(map { $_ // 'undef' } @result) if !$died && ($result[0] || !$error);
    return join ' ', $status{ $error + 0 } || 'error', $took, one_line($died || $error);
}
sub load {
    open my $source, '<', $file or die "$file: $!\n";
    my ($first) = map { /^\s*package\s+([\w:]+)/ ? $1 : () } <$source>;
    $class //= $first // die "it has no package\n";
    defined do $file or die $@ || "$file does not end in a true value\n";
    die "it has no class $class with a method new\n" if !$class->can('new');
    no strict 'refs';
    ($features, $variants) = @{"${class}::WOULDBLOCK"}{qw(features variants)};
}
# In a process of its own, since Perl cannot look at its input while a call is blocked.
sub exit_at_end_of_input {
    my ($input) = @_;
    my $host = $$;
    $SIG{HUP} = sub { POSIX::_exit(0) };
    return if fork // die "fork: $!";
    close $_ for $replies, *STDOUT, *STDERR;
    my $end = IO::Poll->new;
    $end->mask($input => IO::Poll::POLLHUP() | ($^O eq 'linux' ? 0x2000 : 0)); # POLLRDHUP: closed by half
    1 until $end->poll > 0;
    for my $signal ('HUP', 'KILL') {
        Time::HiRes::sleep(0.1); # for what came before the end, unless it waits
        kill $signal, $host if getppid == $host;
    }
    POSIX::_exit(0);
}
