import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { preparePython } from './prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-'))
const plain = 'import socket\nclass Socket(socket.socket): pass\n'
const missing = spawnSync('python3', ['--version']).status !== 0

afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(({ skip }) => {
  if (missing && process.env['CI'] !== undefined) throw new Error('CI has to have python3')
  skip(missing, 'there is no python3 on this machine')
})

describe('greeting', () => {
  test('hello names the class, a version and the language, and is silent on what was not declared', async () => {
    const { ask } = await host(plain)
    expect(await ask('hello 1')).toMatch(
      /^ok 0 name=Socket version=3\.\d+\.\d+ language=python stages=[\w,-]+$/,
    )
  })

  test.each([
    [
      '{"features": ["udp", "dup"], "variants": {"zero": "nonblocking"}}',
      ' features=udp,dup variants=zero=nonblocking',
    ],
    ['{"features": [], "variants": {}}', ' features=- variants=-'],
    [
      '{"variants": {"zero": "error", "timeout-class": "distinct"}}',
      ' variants=zero=error,timeout-class=distinct',
    ],
  ])('wouldblock = %s is said as%s', async (declared, said) => {
    const { ask } = await host(`class Socket:\n  wouldblock = ${declared}\n`)
    expect(await ask('hello 1')).toMatch(new RegExp(`language=python${said} stages=[\\w,-]+$`))
  })

  test('A __version__ is the version', async () => {
    const { ask } = await host('__version__ = "1.2 beta"\nclass Socket: pass\n')
    expect(await ask('hello 1')).toContain(' version=1.2_beta ')
  })

  test('An operation, a greeting or words that nobody agreed on are unsupported', async () => {
    const { ask } = await host(plain)
    for (const request of ['fly', 'hello 2', 'open ipv6', '&fly s1 1', '']) {
      expect(await ask(request)).toMatch(/^unsupported 0 /)
    }
  })

  test('A family that was declared can be opened, and no other', async () => {
    const { ask } = await host(`${plain}Socket.wouldblock = {"features": ["udp", "unix"]}\n`)
    expect(await ask('open udp')).toMatch(/^ok \d+ s1$/)
    expect(await ask('open unix')).toMatch(/^ok \d+ s2$/)
    expect(words(await ask('sockname s2'))).toBe('- 0')
    for (const request of ['open ipv6', 'open udp unix', 'open dup'])
      expect(await ask(request)).toMatch(/^unsupported 0 /)
  })

  test('The own class of the standard library declares what it offers', async () => {
    const { ask } = await host('from socket import socket as Socket\n')
    expect(await ask('hello 1')).toMatch(/ features=ipv6,unix,udp/)
  })

  test('A handle that never was, and words that are malformed, are invalid', async () => {
    const { ask } = await host(plain)
    await ask('open')
    const requests = [
      'recv s9 1',
      'recv',
      'recv s1',
      'recv s1 x',
      'send s1 abc',
      'setblocking s1 2',
      'bind s1 here',
    ]
    for (const request of requests) expect(await ask(request)).toMatch(/^invalid 0 /)
  })

  test('A method that the wrapper lacks is unsupported', async () => {
    const { ask } = await host('class Socket: pass\n')
    await ask('open')
    expect(await ask('recv s1 1')).toBe('unsupported 0 the wrapper has no method recv')
  })
})

describe('signals', () => {
  const declaring = (features: string) =>
    `import socket\nclass Socket(socket.socket):\n  wouldblock = {"features": ${features}}\n`

  test('are counted for a wrapper that declares them, until reset', async () => {
    const { ask, signal } = await host(declaring('["signals"]'))
    await ask('open')
    await ask('settimeout s1 0.2')
    expect(await ask('signals')).toMatch(/^ok \d+ 0$/)
    signal('SIGUSR2')
    await expect.poll(() => ask('signals')).toMatch(/^ok \d+ 1$/)
    await ask('reset')
    expect(await ask('signals')).toMatch(/^ok \d+ 0$/)
  })

  test('end the process of one that does not', async () => {
    const { ask, signal, exited } = await host(plain)
    await ask('open')
    signal('SIGUSR2')
    expect(await exited).toBe(null)
  })

  test('raise in a call, and nowhere else, for a wrapper that declares so', async () => {
    const { ask, signal, announced } = await host(declaring('["signal-exceptions"]'))
    await ask('hello 1')
    signal('SIGUSR1')
    expect(await listening(ask)).not.toBe('')
    const accepted = ask('accept s1')
    await expect.poll(announced).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    signal('SIGUSR1')
    expect(await accepted).toMatch(/^error \d+ Interrupted: /)
    expect(await ask('getblocking s1')).toMatch(/^ok \d+ true$/)
  })
})

describe('leaving', () => {
  test('ends the process by itself, without a reply, where nothing keeps it', async () => {
    const { ask, write, exited } = await host(plain)
    await ask('open')
    write('last leave 60\n')
    expect(await exited).toBe(0)
  })

  test('is answered when a thread of the wrapper keeps the process', async () => {
    const thread = 'import threading\nthreading.Thread(target=threading.Event().wait).start()\n'
    const { ask, exited } = await host(thread + plain)
    expect(await ask('leave 0.2')).toBe('ok 0')
    expect(await exited).toBe(0)
  })
})

describe('a step of the wall clock', () => {
  const clocks = `
import datetime, time
from datetime import datetime as Moment
from time import time as now
class Socket:
    keeps = time.time
    def getsockname(self): return 'x', 0
    def gettimeout(self):
        assert isinstance(Moment.fromtimestamp(0), datetime.datetime) and self.keeps() > 0
        told = [time.time(), now(), time.time_ns() / 1e9, time.clock_gettime(time.CLOCK_REALTIME),
                datetime.datetime.now().timestamp(), Moment.now(datetime.timezone.utc).timestamp()]
        assert max(told) - min(told) < 1, told
        return told[0]
`

  test('is seen by the wrapper, from its moment on and until reset, however it looks at the clock', async () => {
    const { ask } = await host(clocks)
    const told = async (): Promise<number> => {
      await ask('open')
      return Number(/^ok \d+ (\S+)$/.exec(await ask(`gettimeout s${++opened}`))?.[1])
    }
    let opened = 0
    const before = await told()
    expect(Math.abs(before - Date.now() / 1000)).toBeLessThan(2)
    expect(await ask('stepclock 60 -7200')).toMatch(/^ok /)
    expect((await told()) - before).toBeLessThan(2)
    expect(await ask('stepclock 0 -7200')).toMatch(/^ok /)
    expect(Math.round(((await told()) - before) / 60)).toBe(-120)
    await ask('reset')
    expect((await told()) - before).toBeGreaterThanOrEqual(0)
  })

  test.each(['stepclock', 'stepclock 1', 'stepclock 1 x', 'stepclock inf 1'])(
    '%s is malformed',
    async (request) => {
      const { ask } = await host(plain)
      expect(await ask(request)).toMatch(/^invalid 0 /)
    },
  )
})

describe('calls', () => {
  test('Two datagram sockets converse', async () => {
    const { ask } = await host(`${plain}Socket.wouldblock = {"features": ["udp"]}\n`)
    await ask('open udp')
    await ask('open udp')
    for (const handle of ['s1', 's2']) await ask(`bind ${handle} 127.0.0.1 0`)
    const to = words(await ask('sockname s2'))
    expect(words(await ask(`sendto s1 00ff10 ${to}`))).toBe('3')
    expect(words(await ask(`sendto s1 - ${to}`))).toBe('0')
    const from = words(await ask('sockname s1'))
    expect(words(await ask('recvfrom s2 16'))).toBe(`00ff10 ${from}`)
    expect(words(await ask('recvfrom s2 16'))).toBe(`- ${from}`)
    for (const request of [
      'sendto s1 00',
      'sendto s1 00 127.0.0.1',
      'sendto s1 0 127.0.0.1 9',
      'recvfrom s1',
    ])
      expect(await ask(request)).toMatch(/^invalid 0 /)
  })

  test('The five calls that may wait are announced, whatever comes of them, and no other', async () => {
    const { ask, announced } = await host(plain)
    await ask('open')
    for (const call of ['accept s1', 'connect s1 127.0.0.1', 'send s1 -', 'sendall s1 -', 'recv s9 1'])
      await ask(call)
    expect(announced()).toBe(5)
    for (const call of ['hello 1', 'listen s1', 'sockname s1', 'close s1', 'reset']) await ask(call)
    expect(announced()).toBe(5)
  })

  test('Settings come back as words', async () => {
    const { ask } = await host(plain)
    await ask('open')
    const seen = async () => [words(await ask('getblocking s1')), words(await ask('gettimeout s1'))]
    expect(await seen()).toEqual(['true', 'none'])
    await ask('settimeout s1 0.25')
    expect(await seen()).toEqual(['true', '0.25'])
    await ask('setblocking s1 false')
    expect(await seen()).toEqual(['false', '0.0'])
    await ask('settimeout s1 none')
    expect(await seen()).toEqual(['true', 'none'])
    for (const bad of ['-1', 'nan', 'inf'])
      expect(await ask(`settimeout s1 ${bad}`)).toMatch(/^invalid \d+ \w+Error: /)
  })

  test.each([
    ['socket.timeout("timed out")', 'timeout'],
    ['TimeoutError()', 'timeout'],
    ['BlockingIOError(errno.EAGAIN, "x")', 'would-block'],
    ['BlockingIOError(errno.EINPROGRESS, "x")', 'in-progress'],
    ['OSError(errno.EALREADY, "x")', 'in-progress'],
    ['OSError(errno.ECONNREFUSED, "x")', 'refused'],
    ['OSError(errno.ECONNRESET, "x")', 'reset'],
    ['ConnectionAbortedError(errno.ECONNABORTED, "x")', 'reset'],
    ['OSError(errno.EPIPE, "x")', 'broken-pipe'],
    ['OSError(errno.EBADF, "x")', 'closed'],
    ['OSError(errno.ENOTCONN, "x")', 'not-connected'],
    ['OSError(errno.EISCONN, "x")', 'already-connected'],
    ['OSError(errno.EADDRINUSE, "x")', 'in-use'],
    ['OSError(errno.EINVAL, "x")', 'invalid'],
    ['OSError(errno.ENOENT, "x")', 'error'],
    ['ConnectionResetError("Connection lost")', 'reset'],
    ['BlockingIOError("later")', 'would-block'],
    ['OSError("x")', 'error'],
    ['ValueError("x")', 'invalid'],
    ['OverflowError("x")', 'invalid'],
    ['KeyError("x")', 'error'],
    ['GeneratorExit()', 'error'],
  ])('%s is %s', async (error, status) => {
    const { ask } = await host(recvDoes(`raise ${error}`))
    await ask('open')
    expect(await ask('recv s1 1')).toMatch(new RegExp(`^${status} \\d+ \\w+: `))
  })

  test('The text of an error is one short line, whatever it holds', async () => {
    const { ask } = await host(recvDoes(String.raw`raise KeyError("a\n\udc80" + "b" * 999)`))
    await ask('open')
    expect((await ask('recv s1 1')).length).toBeLessThan(340)
    const mute = await host(
      'class Mute(Exception):\n def __str__(self): return 1\n' + recvDoes('raise Mute()'),
    )
    await mute.ask('open')
    expect(await mute.ask('recv s1 1')).toMatch(/^error \d+ Mute: \(no text: TypeError\)$/)
  })

  test.each([
    ['recv', '1', 'None', 'None'],
    ['recv', '1', '"text"', "'text'"],
    ['send', '00', 'None', 'None'],
    ['send', '00', 'True', 'True'],
    ['accept', '', 'None', 'None'],
    ['accept', '', '(None, None)', '(None, None)'],
    ['accept', '', '(self, None)', '(<.*Socket object'],
    ['getsockname', '', '"127.0.0.1:80"', "'127.0.0.1:80'"],
    ['getsockname', '', '("127.0.0.1", "80")', "('127.0.0.1', '80')"],
    ['getblocking', '', '1', '1'],
    ['gettimeout', '', '"0.5"', "'0.5'"],
  ])('%s(%s) that returns %s has returned a wrong type', async (method, word, value, shown) => {
    const { ask } = await host(`class Socket:\n  def ${method}(self, *words): return ${value}\n`)
    await ask('open')
    const operation = method.replace('getsock', 'sock')
    const reply = await ask(`${operation} s1 ${word}`.trim())
    expect(reply).toMatch(/^error \d+ wrong-type: /)
    expect(reply).toMatch(new RegExp(shown.replace(/[()]/g, '\\$&')))
  })

  test('A wrapper that replaces what the adapter works with does not get between it and the clock', async () => {
    const { ask } = await host(`
import os, sys, time
sleep = time.sleep
def none(*_): return 0
for name in 'monotonic_ns', 'monotonic', 'perf_counter_ns', 'sleep', 'time': setattr(time, name, none)
os.write = none
def replace(names):
    for name in 'monotonic_ns', 'now', 'write', 'sleep', 'answers_timed_by', 'outcome': names[name] = none
replace(vars(sys.modules['__main__']))
class Socket:
    def recv(self, size):
        frame = sys._getframe().f_back
        while frame:
            replace(frame.f_globals)
            frame = frame.f_back
        sleep(0.02)
        return b''
`)
    await ask('open')
    for (let count = 0; count < 2; count++)
      expect(Number((await ask('recv s1 1')).split(' ')[1])).toBeGreaterThan(15_000)
    expect(await ask('reset')).toMatch(/^ok /)
  })

  test('What the wrapper prints goes to standard error, and what it reads is empty', async () => {
    const body = 'import os, sys; print("loud"); os.write(1, b"low"); return sys.stdin.buffer.read()'
    const { ask, noise } = await host('print("hello from the module")\n' + recvDoes(body))
    await ask('open')
    expect(words(await ask('recv s1 1'))).toBe('-')
    await expect.poll(noise).toBe('hello from the module\nloud\nlow')
  })

  test('A wrapper that ends the process in a call ends it, and not in silence', async () => {
    const { write, exited, noise } = await host(recvDoes('import sys; sys.exit(0)'))
    write('a open\nb recv s1 1\n')
    expect(await exited).toBe(1)
    expect(noise()).toContain('SystemExit')
  })
})

describe('a marked call', () => {
  test('waits on a thread of its own, while others are made on the main thread and beside it', async () => {
    const { ask } = await host(plain)
    const [here = '', port = ''] = (await listening(ask)).split(' ')
    for (const request of ['open', `connect s2 ${here} ${port}`, 'accept s1']) await ask(request)
    let over = 0
    const first = ask('&recv s2 4').finally(() => (over += 1))
    const second = ask('&recv s3 4').finally(() => (over += 1))
    expect(words(await ask('gettimeout s2'))).toBe('none')
    expect(over).toBe(0)
    expect(words(await ask('send s3 706f6e67'))).toBe('4')
    expect(words(await first)).toBe('706f6e67')
    expect(words(await ask('send s2 70696e67'))).toBe('4')
    expect(words(await second)).toBe('70696e67')
  })

  test('is timed alone, and many at once are answered in whole lines', async () => {
    const { ask } = await host(
      'import time\nclass Socket:\n  def recv(self, n):\n    time.sleep(n / 1000)\n    return b"a" * 70_000\n',
    )
    await ask('open')
    const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(`&recv s1 ${10 * n}`)))
    for (const [n, reply] of replies.entries()) {
      const [status, micros, word] = reply.split(' ')
      expect([status, word]).toEqual(['ok', '61'.repeat(70_000)])
      expect(Number(micros)).toBeGreaterThanOrEqual(10_000 * n)
    }
  })

  test('that ends the process ends it, and not its thread alone', async () => {
    const { write, exited, noise } = await host(recvDoes('import sys; sys.exit(0)'))
    write('a open\nb &recv s1 1\n')
    expect(await exited).toBe(1)
    expect(noise()).toContain('SystemExit')
  })

  test('that is blocked keeps neither reset nor the end of the input waiting', async () => {
    const { ask, write, end, exited, announced } = await host(plain)
    await listening(ask)
    write('a &accept s1\n')
    await expect.poll(announced).toBe(1)
    expect(await ask('reset')).toMatch(/^ok /)
    end()
    expect(await exited).toBe(0)
  })

  test('is offered by the standard library, which cannot say so', async () => {
    const { ask } = await host({ module: 'socket', className: 'socket' })
    expect(await ask('hello 1')).toMatch(/ features=(\S+,)?threads\b/)
  })
})

describe('an operation behind a feature', () => {
  test('is a method of the class where it has one', async () => {
    const { ask } = await host(
      'class Socket:\n  def peek(self, size): return b"x" * size\n  def poll(self, direction, seconds): return direction == "read"\n',
    )
    await ask('open')
    expect(await ask('peek s1 3')).toMatch(/^ok \d+ 787878$/)
    expect(await ask('poll s1 read 0.5')).toMatch(/^ok \d+ true$/)
    expect(await ask('poll s1 write none')).toMatch(/^ok \d+ false$/)
    expect(await ask('poll s1 sideways 1')).toMatch(/^invalid 0 /)
  })

  test('is what Python has for its own sockets where the class is like them', async () => {
    const { ask } = await host(plain)
    const address = await listening(ask)
    expect(await ask('poll s1 read 0')).toMatch(/^ok \d+ false$/)
    expect(await ask(`connecthelper ${address} 5`)).toMatch(/^unsupported 0 /)
    await ask('open')
    await ask(`connect s2 ${address}`)
    expect(await ask('poll s1 read 5')).toMatch(/^ok \d+ true$/)
    await ask('accept s1')
    await ask('sendall s3 610a620a')
    expect(await ask('peek s2 1')).toMatch(/^ok \d+ 61$/)
    expect(await ask('readline s2')).toMatch(/^ok \d+ 610a$/)
    expect(await ask('readexact s2 2')).toMatch(/^ok \d+ 620a$/)
    expect(await ask('dup s2')).toMatch(/^ok \d+ s4$/)
  })

  test('is unsupported where the class has nothing of the kind', async () => {
    const { ask } = await host('class Socket: pass\n')
    await ask('open')
    for (const request of ['peek s1 1', 'readline s1', 'dup s1', 'wrap s1 localhost /none', 'setdefault 1'])
      expect(await ask(request)).toMatch(/^unsupported 0 /)
  })

  test('A helper and a default timeout may be the module’s; reset takes the default back', async () => {
    const { ask } = await host('from socket import *\nclass Socket(socket): pass\n')
    const address = await listening(ask)
    expect(await ask(`connecthelper ${address} 0.5`)).toMatch(/^ok \d+ s2$/)
    expect(await ask('gettimeout s2')).toMatch(/^ok \d+ 0\.5$/)
    await ask('setdefault 0.25')
    await ask('open')
    expect(await ask('gettimeout s3')).toMatch(/^ok \d+ 0\.25$/)
    await ask('reset')
    await ask('open')
    expect(await ask('gettimeout s4')).toMatch(/^ok \d+ none$/)
  })
})

describe('loading', () => {
  test.each([
    [
      'the only public class',
      'class _Helper: pass\nclass Lost(OSError): pass\nclass Mine: pass\n',
      '',
      'Mine',
    ],
    ['Socket among others', 'class Other: pass\nclass Socket: pass\n', '', 'Socket'],
    ['the class that was named', 'class Other: pass\nclass Socket: pass\n', 'Other', 'Other'],
    ['a class inside another', 'class Net:\n  class Tcp: pass\n', 'Net.Tcp', 'Net.Tcp'],
    [
      'a data class',
      'from dataclasses import dataclass\n@dataclass\nclass Mine:\n  a: "int" = 1\n',
      '',
      'Mine',
    ],
  ])('%s is hosted', async (_, source, className, name) => {
    const { ask } = await host(source, { className })
    expect(await ask('hello 1')).toContain(` name=${name} `)
  })

  test('A file may be called socket.py', async () => {
    const { ask } = await host(plain, { file: 'socket.py' })
    expect(await ask('open')).toMatch(/^ok \d+ s1$/)
  })

  test('A file may import its neighbour, and no bytecode of it is left behind', async () => {
    writeFileSync(join(folder, 'neighbour.py'), 'class Base: pass\n')
    const { ask } = await host('import neighbour\nclass Mine(neighbour.Base): pass\n', { file: 'mine.py' })
    expect(await ask('hello 1')).toContain(' name=Mine ')
    expect(readdirSync(folder).join()).not.toContain('mine.cpython')
  })

  test("A module is found in the user's folder and in the standard library", async () => {
    writeFileSync(join(folder, 'near.py'), 'class Near: pass\n')
    expect(await (await host({ module: 'near' })).ask('hello 1')).toContain(' name=Near ')
    expect(await (await host({ module: 'socket', className: 'socket' })).ask('hello 1')).toContain(
      ' name=socket ',
    )
  })

  test('What is installed is found although Python was started without site', async () => {
    spawnSync('python3', ['-m', 'venv', '--without-pip', join(folder, 'venv')])
    const installed = join(
      folder,
      'venv/lib',
      readdirSync(join(folder, 'venv/lib'))[0] ?? '',
      'site-packages',
    )
    mkdirSync(join(installed, 'kit'))
    writeFileSync(join(installed, 'kit/__init__.py'), '__version__ = "7.1"\n')
    writeFileSync(join(installed, 'kit/net.py'), 'class Socket: pass\n')
    const interpreter = './venv/bin/python'
    const tried =
      'try: import kit.net\nexcept ImportError: kit = None\nclass Mine(kit.net.Socket): pass\nquit\n'
    expect(await (await host(tried, { interpreter })).ask('hello 1')).toContain(' name=Mine ')
    const byName = await host({ module: 'kit.net' }, { interpreter })
    expect(await byName.ask('hello 1')).toContain(' name=Socket version=7.1 ')
  })

  test.each([
    ['a syntax error', 'x = 1\n\nclass Socket\n', /^SyntaxError: line 3: .*\(wrapper\.py\)$/],
    ['an exception', 'x = 1\ny = 1 / 0\n', /^ZeroDivisionError: line 2: division by zero$/],
    [
      'a missing import',
      'import no_such_module\n',
      /^ModuleNotFoundError: line 1: No module named 'no_such_module'$/,
    ],
    ['an exit', 'import sys\nsys.exit("bye")\n', /^SystemExit: line 2: bye$/],
    ['no class', 'def connect(): pass\n', /^LookupError: it defines no class named Socket$/],
    [
      'several classes',
      'class A: pass\nclass B: pass\n',
      /^LookupError: it defines no class named Socket: add #Name for one of A, B$/,
    ],
    ['a malformed declaration', 'class Socket:\n  wouldblock = {"features": 3}\n', /^TypeError: /],
  ])('%s is said in answer to hello, with an exit code', async (_, source, why) => {
    expect(await refusalOf(await host(source))).toMatch(why)
  })

  test('A file, a module or a class that is not there is said in answer to hello', async () => {
    expect(await refusalOf(await host({ file: 'absent.py' }))).toMatch(/^FileNotFoundError: .*absent\.py/)
    expect(await refusalOf(await host({ module: 'absent.mod' }))).toMatch(
      /^ModuleNotFoundError: No module named /,
    )
    expect(await refusalOf(await host(plain, { className: 'Mine' }))).toMatch(
      / no class named Mine: .* Socket$/,
    )
  })
})

describe('the end of the input', () => {
  test('ends an adapter whose wrapper never stops loading', async () => {
    const { end, exited } = await host('import time\nwhile True: time.sleep(1)\n')
    end()
    expect(await exited).toBe(0)
  })

  const requests = [
    'a hello 1',
    ...Array.from({ length: 300 }, (_, n) => `b${n} open`),
    'c settimeout s7 0.3',
  ]
  const script = [
    ...requests,
    'd bind s7 127.0.0.1 0',
    'e listen s7',
    'f accept s7',
    'g gettimeout s300',
    '',
  ].join('\n')

  test.each([
    ['a pipe', 'cat requests | "$@"'],
    ['a file', '"$@" < requests'],
  ])('lets every request be answered that came through %s', async (_, line) => {
    writeFileSync(join(folder, 'wrapper.py'), plain)
    writeFileSync(join(folder, 'requests'), script)
    const { stdout, status } = spawnSync(
      'sh',
      ['-c', line, 'sh', ...(await argvOf({ file: 'wrapper.py' }))],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    )
    expect(stdout).toMatch(/\nf timeout \d+ .*\ng ok \d+ none\n$/)
    expect(stdout.split('\n').length).toBe(script.split('\n').length + 1)
    expect(status).toBe(0)
  })
})

type Target = Parameters<typeof preparePython>[0]
type Ask = (request: string) => Promise<string>

const interpreters = new Map<string, Promise<readonly string[]>>()

/** As `preparePython` has it, but each interpreter is asked only once: that takes longer than most tests here. */
async function argvOf(target: Target, interpreter = 'python3'): Promise<string[]> {
  const place = 'file' in target ? `file:${join(folder, target.file)}` : `module:${target.module}`
  const asked = interpreters.get(interpreter) ?? commandBefore(interpreter)
  interpreters.set(interpreter, asked)
  return [...(await asked), target.className === undefined ? place : `${place}#${target.className}`]
}

async function commandBefore(interpreter: string): Promise<readonly string[]> {
  const prepared = await preparePython({ module: 'sys' }, interpreter, folder)
  if (prepared.kind === 'refused') throw new Error(prepared.refusal.what)
  return prepared.command.argv.slice(0, -1)
}

/** A running adapter of a wrapper: its source text, or where it is found. */
async function host(
  wrapper: string | Target,
  { className = '', file = 'wrapper.py', interpreter = 'python3' } = {},
) {
  if (typeof wrapper === 'string') writeFileSync(join(folder, file), wrapper)
  const target =
    typeof wrapper === 'string' ? { file, className: className === '' ? undefined : className } : wrapper
  const [program = '', ...args] = await argvOf(target, interpreter)
  const child = spawn(program, args, { cwd: folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  let noise = ''
  let announced = 0
  let requests = 0
  child.stderr.setEncoding('utf8').on('data', (text: string) => (noise += text))
  const waiting = new Map<string, (reply: string) => void>()
  createInterface(child.stdout).on('line', (line) => {
    const [number = '', status = ''] = line.split(' ', 2)
    if (status === 'entered') announced++
    else waiting.get(number)?.(line.slice(number.length + 1))
  })
  return {
    ask: (request: string): Promise<string> =>
      new Promise((resolve) => {
        const number = `r${requests++}`
        waiting.set(number, resolve)
        child.stdin.write(`${number} ${request}\n`)
      }),
    write: (text: string) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
    exited: new Promise<number | null>((resolve) => child.on('close', resolve)),
    announced: () => announced,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    noise: () => noise,
  }
}

/** What an adapter that loaded nothing says of it before it exits. */
async function refusalOf({ ask, exited }: Awaited<ReturnType<typeof host>>): Promise<string> {
  const reply = await ask('hello 1')
  expect(reply).toMatch(/^error 0 /)
  expect(await exited).toBe(1)
  return reply.slice('error 0 '.length)
}

/** Opens `s1` and makes it listen; gives its address as words. */
async function listening(ask: Ask): Promise<string> {
  for (const request of ['open', 'bind s1 127.0.0.1 0', 'listen s1 1'])
    expect(await ask(request)).toMatch(/^ok /)
  return words(await ask('sockname s1'))
}

const recvDoes = (statement: string): string =>
  `import errno, socket\nclass Socket:\n  def recv(self, size):\n    ${statement}\n`

/** The words of an `ok` reply. */
function words(reply: string): string {
  expect(reply).toMatch(/^ok \d+/)
  return reply.split(' ').slice(2).join(' ')
}
