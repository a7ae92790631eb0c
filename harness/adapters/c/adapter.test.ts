import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sleep } from '../../clock.ts'
import type { Peers } from '../../peers/peer.ts'
import { openStage, type Stage } from '../../peers/stage.ts'

const source = join(import.meta.dirname, 'adapter.c')
const wrapper = join(import.meta.dirname, '../../../fixtures/wrappers/libraries/c-poll.c')
const flags = ['-O2', '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-pthread', '-I', import.meta.dirname]

/** In CI a missing compiler is a failure: there nobody would miss the tests. */
const skipped = spawnSync('cc', ['--version']).error !== undefined && !process.env['CI']

interface Answer {
  readonly status: string
  readonly micros: number
  readonly words: readonly string[]
  readonly entered: boolean
}

/** The adapter as a child, spoken to in raw lines. */
class Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  readonly #entered = new Set<string>()
  #requests = 0

  constructor(program: string) {
    this.process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      const [id = '', status = '', micros, ...words] = line.split(' ')
      if (status === 'entered') this.#entered.add(id)
      else this.#waiting.get(id)?.({ status, micros: Number(micros), words, entered: this.#entered.has(id) })
    })
  }

  ask(...words: (string | number)[]): Promise<Answer> {
    this.#requests += 1
    const id = `r${this.#requests}`
    this.process.stdin.write(`${[id, ...words].join(' ')}\n`)
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
    })
  }

  async status(...words: (string | number)[]): Promise<string> {
    return (await this.ask(...words)).status
  }
}

describe.skipIf(skipped)(`the C adapter${skipped ? ' (skipped: there is no C compiler, cc)' : ''}`, () => {
  let folder: string
  let program: string
  let stage: Stage
  let peers: Peers
  let child: Child

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wouldblock-c-'))
    program = join(folder, 'adapter')
    execFileSync('cc', [...flags, source, wrapper, '-o', program, '-lm'], { stdio: 'inherit' })
    stage = await openStage()
  })

  afterAll(async () => {
    await stage.close()
    rmSync(folder, { recursive: true })
  })

  beforeEach(() => {
    child = new Child(program)
    peers = stage.peersOf(() => {})
  })

  afterEach(async () => {
    child.process.kill('SIGKILL')
    await peers.dismiss()
  })

  async function connected(options: Parameters<Peers['target']>[0] = {}) {
    const target = await peers.target(options)
    await child.ask('open')
    expect(await child.status('connect', 's0', '127.0.0.1', target.address.port)).toBe('ok')
    return target.next()
  }

  it('gets through the door', async () => {
    expect((await child.ask('hello', 1)).words).toContain('language=c')
    expect(await child.status('made-up', 's0')).toBe('unsupported')
    expect(await child.status('recv', 's0', 1)).toBe('invalid')
    expect((await child.ask('open')).words).toEqual(['s0'])
    expect((await child.ask('open')).words).toEqual(['s1'])
    expect(await child.status('reset')).toBe('ok')
    expect(await child.status('getblocking', 's1')).toBe('invalid')
  })

  it('keeps timeouts to the last digit, and refuses what is none', async () => {
    await child.ask('open')
    expect((await child.ask('gettimeout', 's0')).words).toEqual(['none'])
    for (const seconds of [0.1, 1 / 3, 1e-9, 5e-324, 0.5, 4_294_967.296, 1e300]) {
      await child.ask('settimeout', 's0', seconds)
      expect(Number((await child.ask('gettimeout', 's0')).words[0])).toBe(seconds)
      expect((await child.ask('getblocking', 's0')).words).toEqual(['true'])
    }
    for (const word of ['-1', '-1e-9', 'nan', 'inf', '-inf']) {
      expect(await child.status('settimeout', 's0', word)).toBe('invalid')
    }
    expect((await child.ask('gettimeout', 's0')).words.map(Number)).toEqual([1e300])
    await child.ask('setblocking', 's0', 'false')
    expect((await child.ask('gettimeout', 's0')).words).toEqual(['0'])
    expect((await child.ask('getblocking', 's0')).words).toEqual(['false'])
    await child.ask('settimeout', 's0', 'none')
    expect((await child.ask('getblocking', 's0')).words).toEqual(['true'])
  })

  it('waits for bytes, and for no more than the timeout', async () => {
    const connection = await connected()
    const pending = child.ask('recv', 's0', 100)
    await sleep(100)
    const nonce = randomBytes(8)
    await connection.send(nonce)
    expect(await pending).toMatchObject({ status: 'ok', words: [nonce.toString('hex')], entered: true })
    await child.ask('settimeout', 's0', 0.123)
    const expired = await child.ask('recv', 's0', 100)
    expect(expired).toMatchObject({ status: 'timeout', entered: true })
    expect(expired.micros).toBeGreaterThanOrEqual(123_000)
    expect(expired.micros).toBeLessThan(500_000)
    await child.ask('settimeout', 's0', 1e-12)
    expect(await child.status('recv', 's0', 100)).toBe('timeout')
    await child.ask('settimeout', 's0', 1e9)
    await connection.end()
    expect((await child.ask('recv', 's0', 100)).words).toEqual(['-'])
  })

  it('does not wait in non-blocking mode', async () => {
    await connected({ stalled: true, pipe: 'small' })
    await child.ask('setblocking', 's0', 'false')
    expect(await child.ask('recv', 's0', 100)).toMatchObject({ status: 'would-block', entered: true })
    expect(await child.status('sendall', 's0', 'ab'.repeat(8_000_000))).toBe('would-block')
    await child.ask('open')
    await child.ask('bind', 's1', '127.0.0.1', 0)
    await child.ask('listen', 's1')
    await child.ask('settimeout', 's1', 0)
    expect(await child.status('accept', 's1')).toBe('would-block')
  })

  it('carries 8 MB either way on one line', async () => {
    const connection = await connected()
    const payload = randomBytes(8_000_000)
    expect(await child.status('sendall', 's0', payload.toString('hex'))).toBe('ok')
    expect(await connection.receives(payload.length, 5_000)).toBe(true)
    expect(connection.received().equals(payload)).toBe(true)
    const sent = connection.send(payload)
    let received = Buffer.alloc(0)
    while (received.length < payload.length) {
      const { words } = await child.ask('recv', 's0', payload.length)
      received = Buffer.concat([received, Buffer.from(words[0] ?? '', 'hex')])
    }
    await sent
    expect(received.equals(payload)).toBe(true)
  })

  it('gives sendall one timeout for all, though the peer goes on reading', async () => {
    const connection = await connected({ stalled: true, pipe: 'small' })
    connection.read(200_000)
    await child.ask('settimeout', 's0', 0.6)
    const { status, micros } = await child.ask('sendall', 's0', 'ab'.repeat(2_000_000))
    expect(status).toBe('timeout')
    expect(micros).toBeGreaterThanOrEqual(600_000)
    expect(micros).toBeLessThan(1_100_000)
    // It did go on meanwhile.
    expect(connection.receivedCount).toBeGreaterThan(50_000)
    expect(Number((await child.ask('send', 's0', 'ab'.repeat(100))).words[0] ?? 0)).toBeLessThanOrEqual(100)
  })

  it('accepts, by default in blocking mode, whatever the timeout of the listener', async () => {
    await child.ask('open')
    await child.ask('bind', 's0', '127.0.0.1', 0)
    expect(await child.status('listen', 's0', 1)).toBe('ok')
    const port = Number((await child.ask('sockname', 's0')).words[1])
    await child.ask('settimeout', 's0', 0.05)
    expect(await child.status('accept', 's0')).toBe('timeout')
    await child.ask('settimeout', 's0', 5)
    const pending = child.ask('accept', 's0')
    const dialled = await peers.dial({ host: '127.0.0.1', port })
    expect((await pending).words).toEqual(['s1', '127.0.0.1', String(dialled.local.port)])
    expect((await child.ask('gettimeout', 's1')).words).toEqual(['none'])
    expect((await child.ask('peername', 's1')).words).toEqual(['127.0.0.1', String(dialled.local.port)])
    await child.ask('open')
    expect(await child.status('bind', 's2', '127.0.0.1', port)).toBe('in-use')
  })

  it.runIf(process.platform === 'linux')('tells a connect under way from one that is over', async () => {
    const { host, port } = await peers.sharedBlackhole()
    await child.ask('open')
    await child.ask('setblocking', 's0', 'false')
    expect(await child.status('connect', 's0', host, port)).toBe('in-progress')
    expect(await child.status('connect', 's0', host, port)).toBe('in-progress')
    await child.ask('settimeout', 's0', 0.1)
    expect(await child.status('connect', 's0', host, port)).toBe('timeout')
    await child.ask('open')
    await child.ask('settimeout', 's1', 0.1)
    const expired = await child.ask('connect', 's1', host, port)
    expect(expired.status).toBe('timeout')
    expect(expired.micros).toBeGreaterThanOrEqual(100_000)
    const target = await peers.target()
    await child.ask('open')
    await child.ask('setblocking', 's2', 'false')
    expect(await child.status('connect', 's2', '127.0.0.1', target.address.port)).toBe('in-progress')
    await target.next()
    expect(await child.status('connect', 's2', '127.0.0.1', target.address.port)).toBe('ok')
    expect(await child.status('connect', 's2', '127.0.0.1', target.address.port)).toBe('already-connected')
  })

  it('names every way a connection fails', async () => {
    const { host, port } = await peers.refusing()
    await child.ask('open')
    expect(await child.status('recv', 's0', 1)).toBe('not-connected')
    expect(await child.status('connect', 's0', host, port)).toBe('refused')
    expect(await child.status('connect', 's0', 'nonsense', port)).toBe('invalid')
    await child.ask('reset')
    const connection = await connected()
    expect(await child.status('connect', 's0', '127.0.0.1', connection.local.port)).toBe('already-connected')
    connection.reset()
    expect(await child.status('recv', 's0', 1)).toBe('reset')
    expect(await child.status('send', 's0', 'ab')).toBe('broken-pipe')
    expect(await child.status('close', 's0')).toBe('ok')
    expect(await child.status('close', 's0')).toBe('ok')
    expect(await child.status('recv', 's0', 1)).toBe('closed')
    expect(await child.status('settimeout', 's0', 1)).toBe('closed')
  })

  it('ends the stream by halves', async () => {
    const connection = await connected()
    expect(await child.status('shutdown', 's0', 'write')).toBe('ok')
    expect(await connection.leavesOpen(1_000)).toBe('ended')
    await connection.send(Buffer.from('still'))
    expect((await child.ask('recv', 's0', 5)).words).toEqual([Buffer.from('still').toString('hex')])
  })

  it('exits at the end of its input, even while a call is blocked', async () => {
    await connected()
    void child.ask('recv', 's0', 1)
    await sleep(50)
    child.process.stdin.end()
    expect(await Promise.race([once(child.process, 'exit'), sleep(2_000)])).toEqual([0, null])
  })

  it('answers what came together with the end of its input', () => {
    const input = 'a hello 1\nb open\nc getblocking s0\n'
    const lines = execFileSync(program, { input, encoding: 'ascii' }).trim().split('\n')
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['a ok', 'b ok', 'c ok'])
  })
})
