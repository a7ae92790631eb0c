import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { prepareNode } from './prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-'))
const posix = { file: fileURLToPath(new URL('../../../fixtures/wrappers/posix.ts', import.meta.url)) }
const promises = { file: fileURLToPath(new URL('../../../fixtures/wrappers/promises.ts', import.meta.url)) }

afterAll(() => rmSync(folder, { recursive: true }))

describe('greeting', () => {
  test('hello names the class, a version and the language, and is silent on what was not declared', async () => {
    const { ask } = await host('export class Socket {}')
    expect(await ask('hello 1')).toMatch(
      new RegExp(`^ok 0 name=Socket version=${process.versions.node} language=javascript stages=[\\w,-]+$`),
    )
  })

  test.each([
    ['{ features: ["udp", "dup"], variants: { zero: "error" } }', ' features=udp,dup variants=zero=error'],
    ['{ features: [], variants: {} }', ' features=- variants=-'],
    ['{ variants: { "timeout-class": "distinct" } }', ' variants=timeout-class=distinct'],
  ])('wouldblock = %s is said as%s', async (declared, said) => {
    const { ask } = await host(`export class Socket { static wouldblock = ${declared} }`)
    expect(await ask('hello 1')).toMatch(new RegExp(`language=javascript${said} stages=[\\w,-]+$`))
  })

  test('A version that the module exports is the version', async () => {
    const { ask } = await host('export const version = "1.2.0-beta"; export class Socket {}')
    expect(await ask('hello 1')).toContain(' version=1.2.0-beta ')
  })

  test('An operation, a greeting or words that nobody agreed on are unsupported', async () => {
    const { ask } = await host(posix)
    for (const request of ['fly', 'hello 2', 'open ipx', '&fly s1 1', ''])
      expect(await ask(request)).toMatch(/^unsupported 0/)
  })

  test('A family that was declared can be opened, and no other', async () => {
    const { ask } = await host(
      'export class Socket { static wouldblock = { features: ["udp", "unix", "dup"] } }',
    )
    expect(await ask('open udp')).toMatch(/^ok \d+ s1$/)
    expect(await ask('open unix')).toMatch(/^ok \d+ s2$/)
    for (const request of ['open ipv6', 'open udp unix', 'open dup'])
      expect(await ask(request)).toMatch(/^unsupported 0 /)
  })

  test('A handle that never was, and words that are malformed, are invalid', async () => {
    const { ask } = await host(posix)
    await ask('open')
    for (const request of ['recv s9 1', 'recv', 'recv s1', 'recv s1 x', 'send s1 abc', 'bind s1 here'])
      expect(await ask(request)).toMatch(/^invalid 0 /)
  })

  test('A method that the wrapper lacks is unsupported', async () => {
    const { ask } = await host('export class Socket {}')
    await ask('open')
    expect(await ask('recv s1 1')).toMatch(/^unsupported 0 /)
  })
})

describe.each([true, false])('leaving a host that is guarded: %s', (guarded) => {
  test('ends the process by itself, without a reply, where nothing keeps it', async () => {
    const { ask, write, exited } = await host('export class Socket {}', { guarded })
    await ask('open')
    write('last leave 60\n')
    expect(await exited).toBe(0)
  })

  test('is answered when a timer of the wrapper keeps the process', async () => {
    const timer = 'setInterval(() => {}, 1000); export class Socket {}'
    const { ask, exited } = await host(timer, { guarded })
    expect(await ask('leave 0.2')).toBe('ok 0')
    expect(await exited).toBe(0)
  })
})

test('Warnings of too many listeners are counted', async () => {
  const { ask } = await host(`
    import { EventEmitter } from 'node:events'
    const emitter = new EventEmitter()
    export class Socket { constructor() { for (let i = 0; i < 11; i++) emitter.on('x', () => {}) } }`)
  expect(await ask('warnings')).toBe('ok 0 0')
  await ask('open')
  expect(await ask('warnings')).toBe('ok 0 1')
})

test('Signals are counted for a wrapper that declares them, until reset', async () => {
  const { ask, signal } = await host('export class Socket { static wouldblock = { features: ["signals"] } }')
  expect(await ask('signals')).toBe('ok 0 0')
  signal('SIGUSR2')
  await expect.poll(() => ask('signals')).toBe('ok 0 1')
  await ask('reset')
  expect(await ask('signals')).toBe('ok 0 0')
})

test('A signal ends the process of a wrapper that does not declare them', async () => {
  const { ask, signal, exited } = await host('export class Socket {}')
  await ask('open')
  signal('SIGUSR2')
  expect(await exited).toBe('SIGUSR2')
})

describe.each([
  ['blocks', posix],
  ['returns promises', promises],
])('calls of a wrapper that %s', (_, wrapper) => {
  test('Two datagram sockets converse', async () => {
    const { ask } = await host(wrapper)
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
    const { ask, announced } = await host(wrapper)
    await ask('open')
    await ask('setblocking s1 false')
    for (const call of ['accept s1', 'send s1 00', 'sendall s1 00', 'recv s1 1', 'connect s1 127.0.0.1 1'])
      await ask(call)
    expect(announced()).toBe(5)
    for (const call of ['hello 1', 'listen s1', 'sockname s1', 'close s1', 'reset']) await ask(call)
    expect(announced()).toBe(5)
  })

  test('Settings come back as words', async () => {
    const { ask } = await host(wrapper)
    await ask('open')
    const seen = async () => [words(await ask('getblocking s1')), words(await ask('gettimeout s1'))]
    expect(await seen()).toEqual(['true', 'none'])
    await ask('settimeout s1 1e-9')
    expect(await seen()).toEqual(['true', '1e-9'])
    await ask('setblocking s1 false')
    expect(await seen()).toEqual(['false', '0'])
    for (const bad of ['-1', 'nan', 'inf'])
      expect(await ask(`settimeout s1 ${bad}`)).toMatch(/^invalid \d+ Range/)
    await ask('settimeout s1 none')
    expect(await seen()).toEqual(['true', 'none'])
  })
})

describe('what a wrapper throws', () => {
  const statuses = {
    'fault("EAGAIN")': 'would-block',
    'fault("EWOULDBLOCK")': 'would-block',
    'fault("EINPROGRESS")': 'in-progress',
    'fault("EALREADY")': 'in-progress',
    'fault("ETIMEDOUT")': 'timeout',
    'fault("ESOCKETTIMEDOUT")': 'timeout',
    'new DOMException("late", "TimeoutError")': 'timeout',
    'fault("ECONNREFUSED")': 'refused',
    'fault("ECONNRESET")': 'reset',
    'fault("ECONNABORTED")': 'reset',
    'fault("EPIPE")': 'broken-pipe',
    'fault("EBADF")': 'closed',
    'fault("ERR_SOCKET_CLOSED")': 'closed',
    'fault("ENOTCONN")': 'not-connected',
    'fault("EISCONN")': 'already-connected',
    'fault("EADDRINUSE")': 'in-use',
    'fault("EINVAL")': 'invalid',
    'fault("ERR_OUT_OF_RANGE")': 'invalid',
    'fault("ERR_INVALID_ARG_TYPE")': 'invalid',
    'fault("ERR_SOCKET_BAD_PORT")': 'invalid',
    'new RangeError("x")': 'invalid',
    'new TypeError("x")': 'invalid',
    'fault("EAGAIN", TypeError)': 'would-block',
    'fault("ENOENT")': 'error',
    'fault("toString")': 'error',
    'new Error("timed out")': 'error',
    '"EAGAIN"': 'error',
    undefined: 'error',
    null: 'error',
    'Object.create(null)': 'error',
    '({ get code() { throw 1 } })': 'error',
  }

  test('has a status by its code, else by its name or class, whether thrown or rejected with', async () => {
    const { ask } = await host(`
      const fault = (code, Kind = Error) => Object.assign(new Kind('x'), { code })
      const make = [${Object.keys(statuses)
        .map((thrown) => `() => ${thrown}`)
        .join()}]
      export class Socket { recv(n) { throw make[n]() } async accept() { throw make[this.n]() } listen(n) { this.n = n } }`)
    await ask('open')
    for (const [n, status] of Object.values(statuses).entries()) {
      const expected = new RegExp(`^${status} \\d+ \\S.*; ${n}$`)
      await ask(`listen s1 ${n}`)
      expect(`${await ask(`recv s1 ${n}`)}; ${n}`).toMatch(expected)
      expect(`${await ask('accept s1')}; ${n}`).toMatch(expected)
    }
  })

  test('The text of an error is one short line with its name, code and message', async () => {
    const { ask } = await host(`export class Socket {
      recv() { throw Object.assign(new Error('a\\r\\nb' + 'c'.repeat(999)), { code: 'EPIPE' }) } }`)
    await ask('open')
    const reply = await ask('recv s1 1')
    expect(reply).toMatch(/^broken-pipe \d+ Error EPIPE: a bccc/)
    expect(reply.length).toBeLessThan(330)
  })
})

test.each([
  ['recv', 'recv s1 1', 'undefined', 'undefined'],
  ['recv', 'recv s1 1', '"text"', "'text'"],
  ['recv', 'recv s1 1', '[1, 2]', '\\[ 1, 2 \\]'],
  ['send', 'send s1 00', 'undefined', 'undefined'],
  ['send', 'send s1 00', '1.5', '1.5'],
  ['send', 'send s1 00', 'true', 'true'],
  ['accept', 'accept s1', 'null', 'null'],
  ['accept', 'accept s1', '[null, null]', '\\[ null, null \\]'],
  ['accept', 'accept s1', '[this]', 'Socket'],
  ['accept', 'accept s1', '[null, { host: "127.0.0.1", port: 1 }]', '127.0.0.1'],
  ['getSockName', 'sockname s1', '"127.0.0.1:80"', "'127.0.0.1:80'"],
  ['getSockName', 'sockname s1', '{ host: "127.0.0.1", port: "80" }', "port: '80'"],
  ['getSockName', 'sockname s1', '{ address: "127.0.0.1", port: 80 }', 'address'],
  ['getBlocking', 'getblocking s1', '1', '1'],
  ['getTimeout', 'gettimeout s1', 'undefined', 'undefined'],
  ['getTimeout', 'gettimeout s1', '"0.5"', "'0.5'"],
])('%s (%s) that returns %s has returned a wrong type', async (method, request, value, shown) => {
  const { ask } = await host(`export class Socket {
    ${method}() { return this.later ? Promise.resolve(${value}) : ${value} } setBlocking() { this.later = true } }`)
  await ask('open')
  const wrong = new RegExp(`^error \\d+ wrong-type: .*${shown}`)
  expect(await ask(request)).toMatch(wrong)
  await ask('setblocking s1 true')
  expect(await ask(request)).toMatch(wrong)
})

describe('a marked call', () => {
  test('is pending beside others, and each is answered when it is over', async () => {
    const { ask } = await host(promises)
    const address = await listening(ask)
    for (const request of ['open', `connect s2 ${address}`, 'accept s1']) await ask(request)
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

  test('can be given up, and takes nothing with it', async () => {
    const { ask } = await host(promises)
    const address = await listening(ask)
    for (const request of ['open', `connect s2 ${address}`, 'accept s1']) await ask(request)
    const given = ask('&recv s2 4')
    expect(await ask('cancel s2')).toMatch(/^ok /)
    expect(await given).toMatch(/^error \d+ Error ECANCELED/)
    await ask('send s3 70696e67')
    expect(words(await ask('recv s2 4'))).toBe('70696e67')
  })

  test.each([true, false])(
    'keeps neither reset nor the end of the input waiting (guarded: %s)',
    async (guarded) => {
      const { ask, write, end, exited, announced } = await host(promises, { guarded })
      await listening(ask)
      write('a &accept s1\nb open\nc &recv s2 1\n')
      await expect.poll(announced).toBe(2)
      expect(await ask('reset')).toMatch(/^ok /)
      end()
      expect(await exited).toBe(0)
    },
  )
})

test('What the wrapper prints goes to standard error, and what it reads is empty', async () => {
  const { ask, noise } = await host(`
    import { readFileSync, writeSync } from 'node:fs'
    console.log('module')
    export class Socket {
      async recv() {
        console.log('console')
        process.stdout.write('stream\\n')
        writeSync(1, 'descriptor\\n')
        return readFileSync(0)
      }
    }`)
  await ask('open')
  expect(words(await ask('recv s1 1'))).toBe('-')
  await expect
    .poll(() => noise().trim().split('\n').toSorted())
    .toEqual(['console', 'descriptor', 'module', 'stream'])
})

test('A wrapper that replaces what the host works with does not get between it and the clock', async () => {
  const { ask } = await host(`
    import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const { now } = Date
    process.hrtime.bigint = () => 0n
    process.hrtime = performance.now = Date.now = () => 0
    const { join } = Array.prototype
    Array.prototype.join = function (by) { return this[1] === 'ok' ? this[0] + ' ok 0 true' : join.call(this, by) }
    fs.writeSync = Buffer.from = globalThis.setTimeout = () => { throw new Error('mine') }
    syncBuiltinESMExports()
    export class Socket { close() {} getBlocking() { for (const end = now() + 20; now() < end; ); return true } }`)
  expect(await ask('open')).toMatch(/^ok \d+ s1$/)
  expect(Number((await ask('getblocking s1')).split(' ')[1])).toBeGreaterThan(15_000)
  expect(await ask('reset')).toBe('ok 0')
})

test.each([
  ['a promise that no one catches', 'void Promise.reject(new Error("lost"))'],
  ['an exception in a callback', 'setTimeout(() => { throw new Error("lost") })'],
])('%s ends the process, with the line of the source', async (_, statement) => {
  const { ask, exited, noise } = await host(`type Erased = string
    export class Socket {
      recv(size: number): Erased {
        ${statement}
        return ''
      }
    }`)
  await ask('open')
  void ask('recv s1 1')
  expect(await exited).toBe(1)
  expect(noise()).toMatch(/Error: lost\n.*wrapper-\d+\.ts:4:\d+/)
})

describe('loading', () => {
  test.each([
    ['the only class', 'export const x = () => 1; export class Mine {}', '', 'Mine'],
    ['Socket among others', 'export default class Other {}; export class Socket {}', '', 'Socket'],
    ['the default export', 'export default class Mine {}; export class Other {}', '', 'Mine'],
    ['the class that was named', 'export class Other {}; export class Socket {}', 'Other', 'Other'],
    ['a class of CommonJS', 'module.exports = { Other: class {}, Socket: class Socket {} }', '', 'Socket'],
    ['CommonJS that is a class', 'module.exports = class Mine {}', '', 'Mine'],
    ['a function of old', 'module.exports.Mine = function Mine() {}', 'Mine', 'Mine'],
  ])('%s is hosted', async (_, source, exportName, name) => {
    const { ask } = await host(source, { exportName })
    expect(await ask('hello 1')).toContain(` name=${name} `)
  })

  test.each([
    ['an exception', 'throw new RangeError("no luck")', /^RangeError: no luck$/],
    ['no class', 'export const connect = () => {}', /^Error: it exports no class: /],
    ['several classes', 'export class A {}; export class B {}', /several classes: .*#Name.*A, B/],
    ['an exit', 'process.exit(0)', /^the process ended while the module was loading$/],
    [
      'waiting for nothing',
      'await new Promise(() => {}); export class Socket {}',
      /^the module waits at its top level/,
    ],
    [
      'a malformed declaration',
      'export class Socket { static wouldblock = { features: 3 } }',
      /^Error: .*features/,
    ],
    [
      'a rejection',
      'void Promise.reject(new Error("x")); await new Promise((r) => setTimeout(r, 99))',
      /ended while/,
    ],
  ])('%s is said in answer to hello, with an exit code', async (_, source, why) => {
    const { ask, exited } = await host(source)
    const reply = await ask('hello 1')
    expect(reply).toMatch(/^error 0 /)
    expect(reply.replace('error 0 ', '')).toMatch(why)
    expect(await exited).toBe(1)
  })

  test('A class that is not there is said in answer to hello', async () => {
    const { ask } = await host('export class Socket {}', { exportName: 'Mine' })
    expect(await ask('hello 1')).toBe('error 0 Error: it exports no class named Mine (it has Socket)')
  })
})

describe.each([
  ['with a thread', false],
  ['guarded', true],
])('the end of the input, %s', (_, guarded) => {
  test('ends an idle host', async () => {
    const { ask, end, exited } = await host(posix, { guarded })
    await ask('hello 1')
    end()
    expect(await exited).toBe(0)
  })

  test('ends a host with a call that waits for ever', async () => {
    const { ask, write, end, exited, announced } = await host(promises, { guarded })
    await listening(ask)
    write('a accept s1\n')
    await expect.poll(announced).toBe(1)
    end()
    expect(await exited).toBe(0)
  })

  test.each([posix, promises])(
    'lets every request be answered that came through a pipe at once',
    async ({ file }) => {
      const requests = [
        'a hello 1',
        ...Array.from({ length: 300 }, (__, n) => `b${n} open`),
        'c settimeout s7 0.3',
        'd bind s7 127.0.0.1 0',
        'e listen s7',
        'f accept s7',
        'g gettimeout s300',
      ]
      const { argv, environment } = await commandOf({ file }, { guarded })
      const { stdout, status } = spawnSync(argv[0], argv.slice(1), {
        input: `${requests.join('\n')}\n`,
        encoding: 'utf8',
        env: { ...process.env, ...environment },
      })
      expect(stdout).toMatch(/\nf timeout \d+ .*\ng ok \d+ none\n$/)
      expect(stdout.split('\n').length).toBe(requests.length + 2)
      expect(status).toBe(0)
    },
  )
})

test('The end of the input ends a host whose main thread is blocked, by its thread', async () => {
  const { ask, write, end, exited, announced } = await host(posix, { guarded: false })
  await listening(ask)
  write('a accept s1\n')
  await expect.poll(announced).toBe(1)
  end()
  expect(await exited).toBe('SIGKILL')
})

describe('an operation behind a feature', () => {
  test('is a method of the wrapper', async () => {
    const { ask } = await host(posix)
    const address = await listening(ask)
    expect(await ask('poll s1 read 0')).toMatch(/^ok \d+ false$/)
    expect(await ask(`connecthelper ${address} 0.5`)).toMatch(/^ok \d+ s2$/)
    expect(await ask('gettimeout s2')).toMatch(/^ok \d+ 0\.5$/)
    await ask('accept s1')
    await ask('sendall s3 610a620a')
    expect(await ask('peek s2 1')).toMatch(/^ok \d+ 61$/)
    expect(await ask('readline s2')).toMatch(/^ok \d+ 610a$/)
    expect(await ask('readexact s2 2')).toMatch(/^ok \d+ 620a$/)
    expect(await ask('dup s2')).toMatch(/^ok \d+ s4$/)
    expect(await ask('poll s1 sideways 1')).toMatch(/^invalid 0 /)
  })

  test('is unsupported where the wrapper has none', async () => {
    const { ask } = await host('export class Socket {}')
    await ask('open')
    for (const request of ['peek s1 1', 'dup s1', 'wrap s1 localhost /none', 'setdefault 1'])
      expect(await ask(request)).toMatch(/^unsupported 0 /)
  })

  test('A default timeout is taken back by reset', async () => {
    const { ask } = await host(promises)
    await ask('setdefault 0.25')
    await ask('open')
    expect(await ask('gettimeout s1')).toMatch(/^ok \d+ 0\.25$/)
    await ask('reset')
    await ask('open')
    expect(await ask('gettimeout s2')).toMatch(/^ok \d+ none$/)
  })

  test('A certificate that cannot be read is malformed', async () => {
    const { ask } = await host(promises)
    await ask('open')
    expect(await ask('wrap s1 localhost /nowhere/ca.pem')).toMatch(/^invalid 0 /)
  })
})

interface Options {
  readonly exportName?: string
  readonly guarded?: boolean
}
type Ask = (request: string) => Promise<string>

async function commandOf(target: { file: string }, { exportName, guarded = true }: Options) {
  const prepared = await prepareNode({ ...target, exportName }, join(folder, 'scratch'), folder, guarded)
  if (prepared.kind === 'refused') throw new Error(prepared.refusal.what)
  return prepared.command
}

let files = 0

/** A running host of a wrapper: its source text, or where it is found. */
async function host(wrapper: string | { file: string }, options: Options = {}) {
  files += 1
  const target = typeof wrapper === 'string' ? { file: `wrapper-${files}.ts` } : wrapper
  if (typeof wrapper === 'string') writeFileSync(join(folder, target.file), wrapper)
  const { argv, environment } = await commandOf(target, options)
  const child = spawn(argv[0], argv.slice(1), { cwd: folder, env: { ...process.env, ...environment } })
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
  const ask: Ask = (request) =>
    new Promise((resolve) => {
      const number = `r${requests++}`
      waiting.set(number, resolve)
      child.stdin.write(`${number} ${request}\n`)
    })
  const exited = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code))
  })
  return {
    ask,
    exited,
    announced: () => announced,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    noise: () => noise,
    write: (text: string) => void child.stdin.write(text),
    end: () => void child.stdin.end(),
  }
}

/** The address at which socket s1, just opened, listens. */
async function listening(ask: Ask): Promise<string> {
  for (const request of ['open', 'bind s1 127.0.0.1 0', 'listen s1']) await ask(request)
  return words(await ask('sockname s1'))
}

/** Those of an `ok` reply. */
function words(reply: string): string {
  expect(reply).toMatch(/^ok \d+ /)
  return reply.replace(/^ok \d+ /, '')
}
