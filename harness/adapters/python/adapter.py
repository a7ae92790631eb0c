"""Hosts a Python socket class and speaks the adapter protocol, wouldblock/1 (PROTOCOL.md, one folder up).

    python3 -S adapter.py file:/path/my_socket.py[#Class]
    python3 -S adapter.py module:package.module[#Class]

All of it is one file on purpose: a second one would have to be found on the path that the wrapper's folder comes first
on, and each import costs every lane its start.
"""

# What the protocol needs is taken hold of here, before the wrapper is loaded and can put something in its place.
# That includes `socket`: the wrapper's own file may be called socket.py, and its folder comes first on the path.
import errno
import select
import site
import socket
import sys
from _thread import allocate_lock, get_ident, start_new_thread
from fcntl import ioctl
from os import O_RDWR, _exit, close, dup, dup2, getcwd, path, read
from os import open as open_descriptor
from signal import SIG_BLOCK, SIG_DFL, SIGUSR1, SIGUSR2, getsignal, pthread_sigmask, valid_signals
from signal import signal as set_handler
from termios import FIONREAD
from time import CLOCK_REALTIME, monotonic_ns, sleep

import time  # isort: skip -- as a whole too, since parts of it are put in place

GRACE_SECONDS = 0.1  # for the call in flight when the input ends: enough for any that does not wait
HANG_UP = getattr(select, 'POLLRDHUP', 0)  # Linux tells of a half-closed socket only who asks; POLLHUP comes unasked

FLAGS = {'true': True, 'false': False, '1': 1, '0': 0}  # with the numbers as they are: the stage integer-flags
DIRECTIONS = {'read': socket.SHUT_RD, 'write': socket.SHUT_WR, 'both': socket.SHUT_RDWR}
FAMILIES = {
    (): (), ('ipv6',): (socket.AF_INET6, socket.SOCK_STREAM), ('unix',): (socket.AF_UNIX, socket.SOCK_STREAM),
    ('udp',): (socket.AF_INET, socket.SOCK_DGRAM),
}  # fmt: skip
STATUS_BY_ERRNO = {
    errno.EAGAIN: 'would-block', errno.EWOULDBLOCK: 'would-block',
    errno.EINPROGRESS: 'in-progress', errno.EALREADY: 'in-progress',
    errno.ECONNREFUSED: 'refused', errno.ECONNRESET: 'reset', errno.ECONNABORTED: 'reset', errno.EPIPE: 'broken-pipe',
    errno.EBADF: 'closed', errno.ENOTCONN: 'not-connected', errno.EISCONN: 'already-connected',
    errno.EADDRINUSE: 'in-use', errno.EINVAL: 'invalid',
}  # fmt: skip
STATUS_BY_CLASS = {  # for what was raised without an errno, as asyncio does
    BlockingIOError: 'would-block', ConnectionRefusedError: 'refused', ConnectionResetError: 'reset',
    ConnectionAbortedError: 'reset', BrokenPipeError: 'broken-pipe',
    ValueError: 'invalid', TypeError: 'invalid', OverflowError: 'invalid',
}  # fmt: skip
WANTS = {'SSLWantReadError', 'SSLWantWriteError'}  # of ssl, whose numbers are not the system's


def status_of(error):
    if isinstance(error, (socket.timeout, TimeoutError)):
        return 'timeout'
    if type(error).__name__ in WANTS:
        return 'would-block'
    if isinstance(error, OSError) and error.errno is not None:
        return STATUS_BY_ERRNO.get(error.errno, 'error')
    return next((status for kind, status in STATUS_BY_CLASS.items() if isinstance(error, kind)), 'error')


def one_line(text_of, value):
    """`text_of(value)`, which may run the wrapper's code, on one line of at most 300 characters."""
    try:
        return ' '.join(text_of(value).split())[:300]
    except Exception as error:
        return '(no text: %s)' % type(error).__name__


# The words of a result, or None if a method may not return such a thing.


def nothing(_):
    return []


def flag(value):
    return ['true' if value else 'false'] if isinstance(value, bool) else None


def count(value):
    return ['%d' % value] if isinstance(value, int) and not isinstance(value, bool) else None


def timeout(value):
    if value is None:
        return ['none']
    return [repr(float(value))] if isinstance(value, float) else count(value)


def data(value):
    return [bytes(value).hex() or '-'] if isinstance(value, (bytes, bytearray, memoryview)) else None


def address(value):
    if isinstance(value, str) and value[:1] in ('', '/') and value.split() in ([], [value]):
        return [value or '-', '0']  # a path, or the name of a Unix-domain socket that has none
    if not isinstance(value, (tuple, list)) or len(value) < 2:
        return None
    host, port = value[:2]
    return [host] + count(port) if isinstance(host, str) and host.split() == [host] and count(port) else None


def datagram(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2 or not data(value[0]):
        return None
    sender = address(value[1])
    return sender and data(value[0]) + sender


def place(host, port):
    """An address as the standard library writes it. No number begins with a slash, and so that is a path."""
    return host if host.startswith('/') else (host, int(port))


def seconds_of(word):
    return None if word == 'none' else float(word)


def is_socket(value):
    """It may lack any one method, for which the calls of that method are charged."""
    return any(hasattr(value, method) for method, *_ in OPERATIONS.values())


# Operation: method, arguments from words (TypeError, ValueError or KeyError if those are malformed), words from result.
OPERATIONS = {
    'setblocking': ('setblocking', lambda word: [FLAGS[word]], nothing),
    'getblocking': ('getblocking', lambda: [], flag),
    'settimeout': ('settimeout', lambda word: [seconds_of(word)], nothing),
    'gettimeout': ('gettimeout', lambda: [], timeout),
    'bind': ('bind', lambda host, port: [place(host, port)], nothing),
    'listen': ('listen', lambda *backlog: [int(word) for word in backlog], nothing),
    'accept': ('accept', lambda: [], None),  # the host makes the words: it keeps the new socket
    'connect': ('connect', lambda host, port: [place(host, port)], nothing),
    'send': ('send', lambda word: [b'' if word == '-' else bytes.fromhex(word)], count),
    'sendall': ('sendall', lambda word: [b'' if word == '-' else bytes.fromhex(word)], nothing),
    'recv': ('recv', lambda size: [int(size)], data),
    'sendto': ('sendto', lambda word, *to: [b'' if word == '-' else bytes.fromhex(word), place(*to)], count),
    'recvfrom': ('recvfrom', lambda size: [int(size)], datagram),
    'shutdown': ('shutdown', lambda word: [DIRECTIONS[word]], nothing),
    'close': ('close', lambda: [], nothing),
    'cancel': ('cancel', lambda: [], nothing),
    'sockname': ('getsockname', lambda: [], address),
    'peername': ('getpeername', lambda: [], address),
    # Behind features. A result of None: the host keeps the socket that the method answers.
    'peek': ('peek', lambda size: [int(size)], data),
    'poll': ('poll', lambda direction, word: [READY[direction] and direction, seconds_of(word)], flag),
    'readexact': ('readexact', lambda size: [int(size)], data),
    'readline': ('readline', lambda: [], data),
    'dup': ('dup', lambda: [], None),
    'wrap': ('wrap_tls', lambda server_name, cafile: [cafile, server_name], None),
}
ANNOUNCED = set('accept connect send sendall recv sendto recvfrom peek poll readexact readline wrap connecthelper'.split())
READY = {'read': select.POLLIN, 'write': select.POLLOUT}

# What the class itself or its module offers.
STATIC_OPERATIONS = {
    'connecthelper': ('create_connection', lambda host, port, word: [(host, int(port)), seconds_of(word)]),
    'setdefault': ('setdefaulttimeout', lambda word: [seconds_of(word)]),
}

# The standard library's own class cannot carry a declaration.
STANDARD_FEATURES = [
    'ipv6', 'unix', 'udp', 'threads', 'tls', 'readexact', 'readline', 'connecthelper', 'setdefault', 'dup', 'peek',
    'poll', 'signals', 'signal-exceptions',
]  # fmt: skip
STANDARD_VARIANTS = {'readexact-budget': 'per-read'}


STAGES = 'wall-clock,integer-flags,leave'  # what this adapter can stage, whatever it hosts


class Leave(BaseException):
    """The process is to end by itself: nothing of the adapter's keeps it."""


class Refused(Exception):
    """There is no call to make. The message is the reply from its status on."""


def numbers(words, count):
    """Refused unless there are so many, and finite."""
    try:
        found = [float(word) for word in words]
    except ValueError:
        found = []
    if len(found) != count or not all(abs(number) < 1e9 for number in found):
        raise Refused('invalid 0 malformed words')
    return found


class Host:
    """Makes the calls, and keeps the sockets by their handles."""

    def __init__(self, wrapper, module, features, hello, say):
        self.wrapper, self.module, self.features, self.hello, self.say = wrapper, module, features, hello, say
        self.sockets = {}
        self.readers = {}  # by handle: what a socket's bytes are read through, where it has no methods for that
        self.set_default = None
        self.handed_out = 0
        self.asides = 0  # calls on threads of their own that are not over
        self.lock = allocate_lock()  # of what calls on several threads change

    def take(self, number, operation, *words):
        if not operation.startswith('&'):
            return self.serve(number, operation, *words)
        with self.lock:
            self.asides += 1
        start_new_thread(self.serve_aside, (number, operation[1:], *words))

    def serve_aside(self, *request):
        try:
            self.serve(*request)
        except BaseException:  # sys.exit in a call would end no more than its thread
            sys.excepthook(*sys.exc_info())
            _exit(1)
        with self.lock:
            self.asides -= 1

    def serve(self, number, operation, *words):
        refusal = None
        try:
            call, arguments, words_of = self.call_for(operation, words)
        except Refused as refused:
            refusal = str(refused)
        if operation in ANNOUNCED:
            self.say(number, 'entered 0')
        self.say(number, refusal or self.outcome(call, arguments, words_of))

    def call_for(self, operation, words):
        """What to call, with what, and what makes words of its result."""
        if (operation, *words) == ('hello', '1'):
            raise Refused('ok 0 ' + self.hello)
        if operation == 'open' and words in FAMILIES and all(word in self.features for word in words):
            return self.wrapper, FAMILIES[words], self.keep
        if (operation, *words) == ('reset',):
            return self.reset, [], nothing
        if (operation, *words) == ('signals',):
            return lambda: signals.handled, [], count
        if operation == 'leave':
            raise Leave(*numbers(words, 1))
        if operation == 'stepclock':
            return wall_clock.step, numbers(words, 2), nothing
        if operation in STATIC_OPERATIONS:
            return self.static_call_for(operation, words)
        if operation not in OPERATIONS:
            raise Refused('unsupported 0 no such operation: ' + ' '.join([operation, *words])[:100])
        method, arguments_of, words_of = OPERATIONS[operation]
        if not words or words[0] not in self.sockets:
            raise Refused('invalid 0 no such handle')
        try:
            arguments = arguments_of(*words[1:])
        except (TypeError, ValueError, KeyError):
            raise Refused('invalid 0 malformed words') from None
        call = getattr(self.sockets[words[0]], method, None) or self.stand_in(operation, words[0])
        if not callable(call):
            raise Refused('unsupported 0 the wrapper has no method ' + method)
        if operation == 'wrap':
            return call, arguments, lambda secured: self.keep_instead(words[0], secured)
        return call, arguments, words_of or (self.keep_accepted if operation == 'accept' else self.keep_one)

    def static_call_for(self, operation, words):
        method, arguments_of = STATIC_OPERATIONS[operation]
        try:
            arguments = arguments_of(*words)
        except (TypeError, ValueError):
            raise Refused('invalid 0 malformed words') from None
        call = getattr(self.wrapper, method, None) or getattr(self.module, method, None)
        if not callable(call):
            raise Refused('unsupported 0 neither the wrapper nor its module has ' + method)
        if operation == 'setdefault':
            self.set_default = call
            return call, arguments, nothing
        return call, arguments, self.keep_one

    def stand_in(self, operation, handle):
        """What Python has for its own sockets, and what is like them, where a class has no method for an operation."""
        opened = self.sockets[handle]
        if operation == 'peek' and hasattr(opened, 'recv'):
            return lambda size: opened.recv(size, socket.MSG_PEEK)
        if operation == 'poll' and hasattr(opened, 'fileno'):
            return lambda direction, seconds: is_ready(opened, READY[direction], seconds)
        if operation in ('readexact', 'readline') and hasattr(opened, 'makefile'):
            reader = self.readers.get(handle) or self.readers.setdefault(handle, opened.makefile('rb'))
            return reader.read if operation == 'readexact' else reader.readline
        if operation == 'wrap' and isinstance(opened, socket.socket):
            from ssl import create_default_context  # 20 ms that most runs need not spend

            return lambda cafile, name: create_default_context(cafile=cafile).wrap_socket(opened, server_hostname=name)
        return None

    def keep(self, opened):
        with self.lock:
            self.handed_out += 1
            handle = 's%d' % self.handed_out
        self.sockets[handle] = opened
        return [handle]

    def keep_one(self, opened):
        return self.keep(opened) if is_socket(opened) else None

    def keep_instead(self, handle, secured):
        if is_socket(secured):
            self.sockets.pop(handle)
        return self.keep_one(secured)

    def keep_accepted(self, value):
        if not isinstance(value, (tuple, list)) or len(value) != 2 or not is_socket(value[0]):
            return None
        client = address(value[1])
        return client and self.keep(value[0]) + client

    def reset(self):
        wall_clock.step(0, 0)
        signals.handled = 0
        for left in (self.readers, self.sockets):
            while left:
                try:
                    left.popitem()[1].close()
                except Exception:
                    pass  # whatever state the trial left it in, it is forgotten
        if self.set_default:
            self.set_default(None)
            self.set_default = None


def is_ready(opened, event, seconds):
    watch = select.poll()
    watch.register(opened.fileno(), event)
    return bool(watch.poll(None if seconds is None else seconds * 1000))


def answers_timed_by(now):
    """A function that makes a call, times it alone by the clock `now`, and gives the reply from its status on.

    It keeps the clock to itself: the globals of this file are a `sys._getframe` away from any wrapper.
    """

    def outcome(call, arguments, words_of):
        wall_clock.count_from_now()
        began = now()
        try:
            signals.enter_call()
            value = call(*arguments)
            signals.calling = False
        except (KeyboardInterrupt, SystemExit):
            raise  # ends the process, as it would end any program
        except BaseException as error:  # gevent.Timeout and asyncio.CancelledError are no Exception
            signals.calling = False
            micros = (now() - began) // 1000
            return '%s %d %s: %s' % (status_of(error), micros, type(error).__name__, one_line(str, error))
        micros = (now() - began) // 1000
        words = words_of(value)
        if words is None:
            return 'error %d wrong-type: %s' % (micros, one_line(repr, value))
        return ' '.join(['ok', '%d' % micros, *words])

    return outcome


class Interrupted(Exception):
    """Raised by the handler of SIGUSR1 into the call that it interrupts."""


class Signals:
    """Handlers of two signals: SIGUSR2 is counted, SIGUSR1 raises. They stay if the wrapper declares the feature."""

    HANDLED = (('signals', SIGUSR2), ('signal-exceptions', SIGUSR1))

    def __init__(self):
        self.handled = 0
        self.calling = False  # the main thread, which runs the handlers, is in a call of the wrapper's
        self.main_thread = get_ident()

    def enter_call(self):
        if get_ident() == self.main_thread:
            self.calling = True

    def count(self, number, frame):
        self.handled += 1

    def interrupt(self, number, frame):
        if self.calling:
            self.calling = False
            raise Interrupted('by a signal')

    def install(self):
        self.handlers = {SIGUSR2: self.count, SIGUSR1: self.interrupt}
        for number, handler in self.handlers.items():
            set_handler(number, handler)

    def keep(self, features):
        for feature, number in self.HANDLED:
            if feature not in features and getsignal(number) == self.handlers[number]:
                set_handler(number, SIG_DFL)


signals = Signals()


class WallClock:
    """What the language offers as wall-clock time, off by a step from some moment on. Only the wrapper sees it so.

    The moment counts from the beginning of the next call, however long that call's request is on its way.
    """

    def __init__(self):
        self.step(0, 0)

    def step(self, after_seconds, seconds):
        self.after = int(after_seconds * 1e9)
        self.at = None
        self.nanos = int(seconds * 1e9)

    def count_from_now(self):
        if self.at is None:
            self.at = monotonic_ns() + self.after

    def off(self):
        at = self.at  # which a reset takes away while another thread looks
        return self.nanos if at is not None and monotonic_ns() >= at else 0

    def take_over(self):
        time.time = Shifted(time.time, lambda: self.off() / 1e9)
        time.time_ns = Shifted(time.time_ns, self.off)
        time.clock_gettime = Shifted(time.clock_gettime, lambda clock: self.off() / 1e9 if clock == CLOCK_REALTIME else 0)
        time.clock_gettime_ns = Shifted(time.clock_gettime_ns, lambda clock: self.off() if clock == CLOCK_REALTIME else 0)
        sys.meta_path.insert(0, self)

    def find_spec(self, name, folders=None, target=None):
        """Puts `datetime.datetime` in its place when it is imported, which few wrappers do."""
        if name != 'datetime':
            return None
        sys.meta_path.remove(self)
        spec = next((spec for spec in (each.find_spec(name, folders, target) for each in sys.meta_path) if spec), None)
        execute = getattr(spec and spec.loader, 'exec_module', None)

        def exec_module(module):
            execute(module)
            self.take_over_datetime(module)

        if execute:
            spec.loader.exec_module = exec_module
        return spec

    def take_over_datetime(self, module):
        real, clock = module.datetime, self

        class Kind(type):  # what the real class makes is an instance of the shifted one too
            def __instancecheck__(cls, value):
                return isinstance(value, real) if cls is module.datetime else type.__instancecheck__(cls, value)

        class datetime(real, metaclass=Kind):
            @classmethod
            def now(cls, tz=None):
                return super().now(tz) + module.timedelta(microseconds=clock.off() // 1000)

            @classmethod
            def utcnow(cls):
                return super().utcnow() + module.timedelta(microseconds=clock.off() // 1000)

            @classmethod
            def today(cls):
                return cls.now()

        datetime.__module__, datetime.__qualname__ = real.__module__, real.__qualname__
        module.datetime = datetime


class Shifted:
    """A function with something added to its result. Itself no function: kept by a class, it must not become a method."""

    def __init__(self, real, more):
        self.real, self.more = real, more

    def __call__(self, *arguments):
        return self.real(*arguments) + self.more(*arguments)

    def __getattr__(self, name):
        return getattr(self.real, name)


wall_clock = WallClock()


class SiteFinder:
    """Makes up for -S, which saves 20 ms: the first import that finds nothing runs `site` and looks again."""

    @classmethod
    def find_spec(cls, name, folders=None, target=None):
        if cls in sys.meta_path:
            sys.meta_path.remove(cls)
            site.main()
        specs = (finder.find_spec(name, folders, target) for finder in list(sys.meta_path))
        return next((spec for spec in specs if spec is not None), None)


def load(kind, place, class_name):
    """The wrapper, its module, its features, and what hello says of it."""
    if not getattr(sys.flags, 'safe_path', False):
        del sys.path[0]  # this file's own folder
    sys.path.insert(0, path.dirname(place) if kind == 'file' else getcwd())
    if kind == 'file':
        module = module_from_file(place)
    else:
        __import__(place)
        module = sys.modules[place]
    wrapper = choose(module, class_name)
    package = sys.modules.get(module.__name__.partition('.')[0], module)
    said = {
        'name': getattr(wrapper, '__qualname__', type(wrapper).__name__),
        'version': getattr(package, '__version__', '%d.%d.%d' % sys.version_info[:3]),
        'language': 'python',
    }
    declared = getattr(wrapper, 'wouldblock', getattr(module, 'wouldblock', {}))
    if wrapper is socket.socket:
        declared = {'features': STANDARD_FEATURES, 'variants': STANDARD_VARIANTS}
    if 'features' in declared:
        said['features'] = ','.join(declared['features']) or '-'
    signals.keep(declared.get('features', ()))
    if 'variants' in declared:
        said['variants'] = ','.join('%s=%s' % variant for variant in declared['variants'].items()) or '-'
    said['stages'] = STAGES
    hello = ' '.join('%s=%s' % (key, '_'.join(str(word).split())) for key, word in said.items())
    return wrapper, module, declared.get('features', ()), hello


def module_from_file(file):
    """What importing the file would give, but never out of cached bytecode, which can be stale."""
    with open(file, 'rb') as source:
        code = compile(source.read(), file, 'exec', dont_inherit=True)
    name = path.splitext(path.basename(file))[0]
    if name in sys.modules or name in getattr(sys, 'stdlib_module_names', ()):
        name = 'wrapper_' + name
    module = sys.modules[name] = type(sys)(name)
    module.__file__ = file
    exec(code, vars(module))
    return module


def choose(module, name):
    """The class of that name, else `Socket`, else the only public class that the module defines."""
    public = [
        key
        for key, value in vars(module).items()
        if isinstance(value, type) and (value.__module__, value.__name__) == (module.__name__, key)
        if not key.startswith('_') and not issubclass(value, BaseException)
    ]
    if not name:
        name = public[0] if len(public) == 1 and not hasattr(module, 'Socket') else 'Socket'
    found = module
    for part in name.split('.'):
        found = getattr(found, part, None)
    if not callable(found):
        if not public:
            raise LookupError('it defines no class named %s' % name)
        raise LookupError('it defines no class named %s: add #Name for one of %s' % (name, ', '.join(public[:8])))
    return found


def why(error, file):
    """Why the wrapper was not loaded, with the line of its file, on one line."""
    if isinstance(error, SyntaxError):
        where = path.basename(error.filename or '')
        return '%s: line %s: %s (%s)' % (type(error).__name__, error.lineno, error.msg, where)
    line, step = '', error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == file:
            line = 'line %d: ' % step.tb_lineno
        step = step.tb_next
    return '%s: %s%s' % (type(error).__name__, line, one_line(str, error))


class Requests:
    """The lines that come in on a descriptor, without their ends."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.waiting = 0  # read and not yet handed out
        self.handed_out = 0

    def __iter__(self):
        pieces = []  # of the last line, whose end is still to come
        while True:
            chunk = read(self.descriptor, 1 << 18)
            if not chunk:
                return
            *ended, rest = chunk.split(b'\n')
            self.waiting = len(ended)
            for end in ended:
                line, pieces = b''.join([*pieces, end]), []
                self.waiting -= 1
                self.handed_out += 1
                yield line.decode('utf-8', 'replace')
            pieces.append(rest)

    def exit_after_the_last(self):
        """On a thread of its own: waits for the end of the input, not for bytes, and then for requests to be served.

        A call that waits with no request behind it is abandoned: nobody is left to read its reply.
        """
        pthread_sigmask(SIG_BLOCK, valid_signals())  # the wrapper's signals are for the thread that makes its calls
        watch = select.poll()
        watch.register(self.descriptor, HANG_UP)
        watch.poll()
        seen = None
        while self.waiting or any(ioctl(self.descriptor, FIONREAD, bytes(4))) or seen != self.handed_out:
            seen = self.handed_out
            sleep(GRACE_SECONDS)
        _exit(0)


def main(target):
    from os import write  # for `say` alone, as the clock is for what measures

    outcome = answers_timed_by(monotonic_ns)
    requests, replies = Requests(dup(0)), dup(1)
    nowhere = open_descriptor('/dev/null', O_RDWR)
    dup2(nowhere, 0)
    close(nowhere)
    dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)

    writing = allocate_lock()

    def say(number, text):
        rest = ('%s %s\n' % (number, text)).encode('utf-8', 'backslashreplace')
        with writing:  # threads write whole lines
            while rest:  # one write, unless a signal cuts it short
                rest = rest[write(replies, rest) :]

    start_new_thread(requests.exit_after_the_last, ())
    wall_clock.take_over()
    signals.install()
    sys.meta_path.append(SiteFinder)
    site.setquit()  # `exit` and `quit`, which -S leaves out
    kind, _, place = target.partition(':')
    file, _, class_name = place.rpartition('#')
    if not class_name.replace('.', '').isidentifier() or not file:
        file, class_name = place, ''
    try:
        host = Host(*load(kind, file, class_name), say)
    except BaseException as error:  # sys.exit among them
        for line in requests:
            say(line.partition(' ')[0], 'error 0 ' + why(error, file))
            break
        _exit(1)
    host.outcome = outcome
    def tell_of_staying(number, seconds):
        sleep(seconds)
        say(number, 'ok 0')
        _exit(0)

    for line in requests:
        try:
            host.take(*line.split(' ') if ' ' in line else [line, ''])
        except Leave as leave:
            # From here the interpreter ends as it does for any program: it waits for threads that are no daemons.
            start_new_thread(tell_of_staying, (line.partition(' ')[0], *leave.args))
            return
    if host.asides:
        sleep(GRACE_SECONDS)
    _exit(0)


if __name__ == '__main__':
    try:
        main(sys.argv[1])
    except BaseException:  # sys.exit in a call, say: the wrapper has ended the process
        sys.excepthook(*sys.exc_info())
        _exit(1)
