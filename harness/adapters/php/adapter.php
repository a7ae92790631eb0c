<?php
// Hosts a PHP socket class and speaks the adapter protocol, wouldblock/1 (PROTOCOL.md, one folder up).
//     php adapter.php my_socket.php [Class]
// Wants the extensions sockets, pcntl and posix.
namespace Wouldblock\Adapter;

final class Refused extends \Exception {} // there is no call to make; the message is the reply from its status on
const STATUSES = [
    SOCKET_EAGAIN => 'would-block', SOCKET_EWOULDBLOCK => 'would-block', SOCKET_EINPROGRESS => 'in-progress',
    SOCKET_EALREADY => 'in-progress', SOCKET_ETIMEDOUT => 'timeout', SOCKET_ECONNREFUSED => 'refused',
    SOCKET_ECONNRESET => 'reset', SOCKET_ECONNABORTED => 'reset', SOCKET_EPIPE => 'broken-pipe', SOCKET_EBADF => 'closed',
    SOCKET_ENOTCONN => 'not-connected', SOCKET_EISCONN => 'already-connected', SOCKET_EADDRINUSE => 'in-use',
    SOCKET_EINVAL => 'invalid',
];
function status_of(\Throwable $error): string {
    $invalid = $error instanceof \TypeError || $error instanceof \ValueError || $error instanceof \InvalidArgumentException;
    return $invalid ? 'invalid' : STATUSES[$error->getCode()] ?? 'error';
}
function one_line(string $text): string { return substr(trim(preg_replace('/[^\x21-\x7e]+/', ' ', $text)), 0, 300); }
// Arguments from words; one that is malformed throws.
$flag = fn($word) => [['true' => true, 'false' => false][$word] ?? throw new \Exception];
$bytes_of = fn($word) => $word === '-' ? '' : (ctype_xdigit($word) && strlen($word) % 2 === 0 ? hex2bin($word) : throw new \Exception);
$number = fn($word) => ctype_digit($word) ? (int) $word : throw new \Exception;
$limit = fn($word) => match ($word) { 'none' => null, 'inf' => INF, 'nan' => NAN, default => is_numeric($word) ? (float) $word : throw new \Exception };
$size = fn(...$words) => array_map($number, $words);
$place = fn($host, $port) => [$host, $number($port)];
$way = fn($word) => in_array($word, ['read', 'write', 'both']) ? [$word] : throw new \Exception;
$none = fn() => [];
// Words of results, or null if a method may not return such a thing.
$done = fn($value) => [];
$truth = fn($value) => is_bool($value) ? [$value ? 'true' : 'false'] : null;
$count = fn($value) => is_int($value) ? [$value] : null;
$seconds = fn($value) => $value === null ? ['none'] : (is_int($value) || is_float($value) ? [var_export((float) $value, true)] : null);
$data = fn($value) => is_string($value) ? [$value === '' ? '-' : bin2hex($value)] : null;
$address = fn($value) => is_array($value) && is_string($value[0] ?? null) && is_int($value[1] ?? null) && preg_match('/^[^\s\p{C}]*$/u', $value[0])
    ? [$value[0] === '' ? '-' : $value[0], $value[1]] : null;
$datagram = fn($value) => is_array($value) && ($got = $data($value[0] ?? null)) && ($from = $address($value[1] ?? null)) ? [...$got, ...$from] : null;
$sockets = [];
$handed_out = 0;
$keep = function ($opened) use (&$sockets, &$handed_out) {
    if (!is_object($opened)) return null;
    $sockets[$handle = 's' . ++$handed_out] = $opened;
    return [$handle];
};
$keep_accepted = fn($value) => is_array($value) && ($from = $address($value[1] ?? null)) && ($kept = $keep($value[0] ?? null)) ? [...$kept, ...$from] : null;
// Operation: method, arguments from words, words from the result, announced or not.
$operations = [
    'setblocking' => ['setBlocking', $flag, $done],
    'getblocking' => ['getBlocking', $none, $truth],
    'settimeout' => ['setTimeout', fn($word) => [$limit($word)], $done],
    'gettimeout' => ['getTimeout', $none, $seconds],
    'bind' => ['bind', $place, $done],
    'listen' => ['listen', $size, $done],
    'accept' => ['accept', $none, $keep_accepted, true],
    'connect' => ['connect', $place, $done, true],
    'send' => ['send', fn($word) => [$bytes_of($word)], $count, true],
    'sendall' => ['sendAll', fn($word) => [$bytes_of($word)], $done, true],
    'recv' => ['recv', $size, $data, true],
    'sendto' => ['sendTo', fn($word, $host, $port) => [$bytes_of($word), $host, $number($port)], $count, true],
    'recvfrom' => ['recvFrom', $size, $datagram, true],
    'shutdown' => ['shutdown', $way, $done],
    'close' => ['close', $none, $done],
    'sockname' => ['getSockName', $none, $address],
    'peername' => ['getPeerName', $none, $address],
    'peek' => ['peek', $size, $data, true],
    'poll' => ['poll', fn($word, $left) => in_array($word, ['read', 'write']) ? [$word, $limit($left)] : throw new \Exception, $truth, true],
    'readexact' => ['readExact', $size, $data, true],
    'readline' => ['readLine', $none, $data, true],
    'dup' => ['dup', $none, $keep],
    'connecthelper' => ['createConnection', fn($host, $port, $left) => [$host, $number($port), $limit($left)], $keep, true],
];
// A process of its own hands the requests on, and ends this one with the input, which PHP cannot look at in a blocked call.
function requests() {
    [$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $host = getmypid();
    if (pcntl_fork() !== 0) {
        fclose($far);
        stream_set_timeout($near, -1);
        pcntl_async_signals(true);
        pcntl_signal(SIGHUP, fn() => exit(0), false);
        return $near;
    }
    array_map('fclose', [$near, STDOUT, STDERR]);
    while (($read = fread(STDIN, 1 << 18)) !== '' && $read !== false) fwrite($far, $read);
    fclose($far);
    foreach ([SIGHUP, SIGKILL] as $signal) { // of which PHP does not look at the first in some waits
        usleep(100_000); // for what came before the end, unless it waits
        if (posix_getppid() === $host) posix_kill($host, $signal);
    }
    posix_kill(getmypid(), SIGKILL);
}
$replies = fopen('php://fd/1', 'w');
$requests = requests();
fclose(STDIN);
$nothing = fopen('/dev/null', 'r'); // takes its number
fclose(STDOUT);
$noise = fopen('php://stderr', 'w'); // takes its number: what the wrapper prints is no reply
$say = fn(...$words) => fwrite($replies, implode(' ', $words) . "\n");
[, $file, $class] = $argv + [2 => null];
try {
    $before = get_declared_classes();
    (static fn() => require $file)();
    $own = array_filter(array_diff(get_declared_classes(), $before), fn($one) => !is_subclass_of($one, \Throwable::class));
    $own = array_values(array_filter($own, fn($one) => (new \ReflectionClass($one))->getFileName() === realpath($file)));
    $class ??= count($own) === 1 ? $own[0] : throw new \Exception('name a class after a #; the file defines ' . (implode(', ', $own) ?: 'none'));
    class_exists($class) || throw new \Exception("it defines no class $class");
} catch (\Throwable $error) {
    $say(strtok(fgets($requests), ' '), 'error 0', $error::class . ':', one_line($error->getMessage() . ' on line ' . $error->getLine()));
    exit(1);
}
$declared = defined("$class::WOULDBLOCK") ? $class::WOULDBLOCK : [];
$greeting = 'ok 0 name=' . strtr($class, '\\', '_') . ' version=' . PHP_VERSION . ' language=php';
if (isset($declared['features'])) $greeting .= ' features=' . (implode(',', $declared['features']) ?: '-');
if (isset($declared['variants'])) $greeting .= ' variants=' . (strtr(urldecode(http_build_query($declared['variants'])), '&', ',') ?: '-');
$reset = function () use (&$sockets) {
    foreach ($sockets as $left) try { $left->close(); } catch (\Throwable) {}
    $sockets = [];
};
// What to call, and what makes words of its result.
$call_for = function ($operation, $words) use (&$sockets, $operations, $class, $declared, $greeting, $keep, $done, $reset) {
    if ([$operation, ...$words] === ['hello', '1']) throw new Refused($greeting);
    if ([$operation, ...$words] === ['reset']) return [$reset, $done];
    $families = array_intersect(['ipv6', 'unix', 'udp'], $declared['features'] ?? []);
    if ($operation === 'open' && in_array($words, [[], ...array_chunk($families, 1)])) return [fn() => new $class(...$words), $keep];
    [$method, $arguments_of, $words_of] = $operations[$operation] ?? throw new Refused('unsupported 0 no such operation');
    $one = $operation === 'connecthelper' ? $class : $sockets[array_shift($words)] ?? throw new Refused('invalid 0 no such handle');
    try { $arguments = $arguments_of(...$words); } catch (\Throwable) { throw new Refused('invalid 0 malformed words'); }
    if (!method_exists($one, $method)) throw new Refused("unsupported 0 the wrapper has no method $method");
    return [fn() => is_object($one) ? $one->$method(...$arguments) : $one::$method(...$arguments), $words_of];
};
while (($line = fgets($requests)) !== false) {
    [$id, $operation, $words] = explode(' ', trim($line), 3) + ['', '', ''];
    $enter = fn() => ($operations[$operation][3] ?? false) && $say($id, 'entered 0');
    try {
        [$call, $words_of] = $call_for($operation, $words === '' ? [] : explode(' ', $words));
        $enter();
        $began = hrtime(true);
        $value = $call();
        $took = intdiv(hrtime(true) - $began, 1000);
        $made = $words_of($value);
        $made === null ? $say($id, 'error', $took, 'wrong-type:', one_line(var_export($value, true))) : $say($id, 'ok', $took, ...$made);
    } catch (Refused $refused) {
        $enter();
        $say($id, $refused->getMessage());
    } catch (\Throwable $error) {
        $took = intdiv(hrtime(true) - $began, 1000);
        $say($id, status_of($error), $took, $error::class . ':', one_line($error->getMessage()));
    }
}
