import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withTool } from '../../fixtures/tools.ts'
import { sleep } from '../clock.ts'
import type { Hello } from '../lanes/lane.ts'
import type { Peers } from '../peers/peer.ts'
import { openStage, type Stage } from '../peers/stage.ts'
import { parseHello } from '../protocol/hello.ts'
import { misdeclared, variantOf } from '../variants.ts'
import { prepareWrapper } from '../wrappers/prepare.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import { parseSpec } from '../wrappers/spec.ts'
import { Child } from './contract/child.ts'
import { crashSeconds, type Noisy, noisyWrappers } from './contract/noisy.ts'
import { languages } from './languages.ts'

/** What PROTOCOL.md asks of every adapter, in every language. */

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-contract-'))
let stage: Stage

beforeAll(async () => {
  stage = await openStage(folder)
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true })
})

it('is asked of each language', () => {
  const tested = noisyWrappers.map(({ language }) => language)
  expect(languages.map(({ id }) => id).filter((id) => !tested.includes(id))).toEqual([])
})

/** Long enough for any language to end. */
const soon = 5_000

describe.each(noisyWrappers)('$language', (noisy) => {
  withTool(noisy.tool, () => contract(noisy))
})

function contract({ said, file, text, afterReset }: Noisy): void {
  let command: LaneCommand
  let child: Child
  let hello: Hello
  let peers: Peers

  const prepare = async (spec: string, content: string) => {
    const path = join(folder, spec)
    writeFileSync(path.replace(/#.*/, ''), content)
    const parsed = parseSpec(path)
    if (parsed.kind === 'refused') throw new Error(parsed.refusal.what)
    return prepareWrapper(parsed.spec, { folder, python: 'python3' }, folder)
  }

  beforeAll(async () => {
    const prepared = await prepare(file, text())
    if (prepared.kind === 'refused') throw new Error(prepared.refusal.what)
    command = prepared.command
    child = new Child(command)
    const parsed = parseHello((await child.ask('hello', 1)).words)
    if (parsed.kind === 'malformed') throw new Error(parsed.why)
    hello = parsed.hello
  })
  afterAll(() => child.kill())
  beforeEach(() => {
    peers = stage.peersOf(() => {})
  })
  afterEach(async () => {
    expect(await child.status('reset')).toBe('ok')
    await peers.dismiss()
  })

  const offers = (mode: 'timeout' | 'nonblocking'): boolean => {
    const modes = variantOf('modes', hello.variants) ?? 'all'
    return modes === 'all' || modes.includes(mode)
  }
  const expiry = () =>
    variantOf('timeout-class', hello.variants) === 'conflated' ? 'would-block' : 'timeout'

  /** A socket of the child's, and the other end of its connection. */
  async function connected(socketOf = child, options: Parameters<Peers['target']>[0] = {}) {
    const target = await peers.target(options)
    const handle = await socketOf.get('open')
    expect(await socketOf.ask('connect', handle, '127.0.0.1', target.address.port)).toMatchObject({
      status: 'ok',
      entered: 1,
    })
    return { handle, peer: await target.next() }
  }

  async function listening(socketOf = child) {
    const handle = await socketOf.get('open')
    expect(await socketOf.status('bind', handle, '127.0.0.1', 0)).toBe('ok')
    expect(await socketOf.status('listen', handle, 16)).toBe('ok')
    const { words } = await socketOf.ask('sockname', handle)
    expect(words[0]).toBe('127.0.0.1')
    return { handle, port: Number(words[1]) }
  }

  it('says who it is, and declares what there is to declare', () => {
    expect(hello.language).toBe(said)
    expect(hello.name).not.toBe('wrapper')
    expect(hello.version).not.toBe('unknown')
    expect(misdeclared(hello.variants)).toEqual([])
  })

  it('knows what it does not know', async () => {
    const handle = await child.get('open')
    expect(await child.status('made-up')).toBe('unsupported')
    expect(await child.status('made-up', handle)).toBe('unsupported')
    for (const request of ['gettimeout', 'recv 1', 'close', 'sockname', 'settimeout 1']) {
      const [operation = '', ...rest] = request.split(' ')
      expect([request, await child.status(operation, 's-999', ...rest)]).toEqual([request, 'invalid'])
    }
  })

  it('gives out each handle once, and forgets all of them at reset', async () => {
    const handles = [await child.get('open'), await child.get('open')]
    expect(await child.status('close', handles[0]!)).toBe('ok')
    handles.push(await child.get('open'))
    expect(new Set(handles).size).toBe(3)
    expect(await child.status('reset')).toBe('ok')
    for (const handle of handles) expect(await child.status('sockname', handle)).toBe('invalid')
  })

  it('announces what may wait, once, and nothing else', async () => {
    const { handle, peer } = await connected()
    await peer.send(Buffer.from('x'))
    expect(await child.ask('send', handle, 'ab')).toMatchObject({ status: 'ok', words: ['1'], entered: 1 })
    expect(await child.ask('sendall', handle, 'cd')).toMatchObject({ status: 'ok', words: [], entered: 1 })
    expect(await child.ask('recv', handle, 1)).toMatchObject({ status: 'ok', words: ['78'], entered: 1 })
    for (const request of ['getblocking', 'gettimeout', 'sockname', 'peername', 'close'])
      expect([request, (await child.ask(request, handle)).entered]).toEqual([request, 0])
  })

  it('carries every byte, and megabytes of them', async () => {
    const { handle, peer } = await connected()
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const many = Buffer.concat([all, randomBytes(1_000_000)])
    expect(await child.status('sendall', handle, '-')).toBe('ok')
    expect(await child.status('sendall', handle, many.toString('hex'))).toBe('ok')
    expect(await peer.receives(many.length, soon)).toBe(true)
    expect(peer.received().equals(many)).toBe(true)
    const sent = peer.send(many)
    const parts: string[] = []
    for (let left = many.length; left > 0; left -= parts.at(-1)!.length / 2)
      parts.push(await child.get('recv', handle, left))
    await sent
    expect(parts.join('') === many.toString('hex')).toBe(true)
    // Hexadecimal that a language may take for a number.
    for (const word of ['00', '0012', '1e99']) {
      expect(await child.status('sendall', handle, word)).toBe('ok')
      await peer.send(Buffer.from(word, 'hex'))
      let read = ''
      while (read.length < word.length)
        read += await child.get('recv', handle, (word.length - read.length) / 2)
      expect(read).toBe(word)
    }
    expect(await peer.receives(many.length + 5, soon)).toBe(true)
    expect(peer.received().subarray(many.length).toString('hex')).toBe('0000121e99')
    await peer.end()
    expect(await child.ask('recv', handle, 1)).toMatchObject({ status: 'ok', words: ['-'] })
  })

  it('reads back the timeouts that it has set', async () => {
    const handle = await child.get('open')
    for (const word of offers('timeout') ? ['0.5', '2', '0.125', 'none', '3600'] : []) {
      expect([word, await child.status('settimeout', handle, word)]).toEqual([word, 'ok'])
      const read = await child.get('gettimeout', handle)
      expect(read === 'none' ? read : Number(read)).toBe(word === 'none' ? word : Number(word))
    }
    for (const word of offers('nonblocking') ? ['false', 'true'] : []) {
      expect([word, await child.status('setblocking', handle, word)]).toEqual([word, 'ok'])
      expect(await child.get('getblocking', handle)).toBe(word)
    }
  })

  it('waits for as long as its timeout, measures that, and goes on', async () => {
    if (!offers('timeout')) return
    const { handle, peer } = await connected()
    expect(await child.status('settimeout', handle, '0.2')).toBe('ok')
    const expired = await child.ask('recv', handle, 16)
    expect(expired).toMatchObject({ status: expiry(), entered: 1 })
    expect(expired.micros).toBeGreaterThan(185_000)
    expect(expired.micros).toBeLessThan(2_000_000)
    await peer.send(Buffer.from('late'))
    expect(await child.status('settimeout', handle, '5')).toBe('ok')
    expect(await child.get('recv', handle, 16)).toBe(Buffer.from('late').toString('hex'))
  })

  it('does not wait in non-blocking mode', async () => {
    if (!offers('nonblocking')) return
    const { handle } = await connected()
    expect(await child.status('setblocking', handle, 'false')).toBe('ok')
    expect(await child.ask('recv', handle, 16)).toMatchObject({ status: 'would-block', entered: 1 })
  })

  it('accepts, and names both ends', async () => {
    const { handle, port } = await listening()
    const pending = child.ask('accept', handle)
    await sleep(50)
    const client = await peers.dial({ host: '127.0.0.1', port })
    const { status, words, entered } = await pending
    const local = String(client.local.port)
    expect({ status, entered, from: words.slice(1) }).toEqual({
      status: 'ok',
      entered: 1,
      from: ['127.0.0.1', local],
    })
    expect((await child.ask('peername', words[0]!)).words).toEqual(['127.0.0.1', local])
    expect((await child.ask('sockname', words[0]!)).words).toEqual(['127.0.0.1', String(port)])
    await client.send(Buffer.from('hi'))
    expect(await child.get('recv', words[0]!, 2)).toBe('6869')
  })

  it('tells the failures apart', async () => {
    const { handle, peer } = await connected()
    const fresh = await child.get('open')
    const refusing = await peers.refusing()
    expect(await child.status('connect', fresh, refusing.host, refusing.port)).toBe('refused')
    peer.reset()
    expect(await child.status('recv', handle, 1)).toBe(afterReset ?? 'reset')
    expect(await child.status('close', handle)).toBe('ok')
    expect(await child.status('recv', handle, 1)).toBe('closed')
    const { handle: listener, port } = await listening()
    const other = await child.get('open')
    const bound = await child.status('bind', other, '127.0.0.1', port)
    expect(bound === 'ok' ? await child.status('listen', other) : bound).toBe('in-use')
    expect(await child.status('close', listener)).toBe('ok')
  })

  it('ends the stream by halves', async () => {
    const { handle, peer } = await connected()
    if (variantOf('half-open', hello.variants) === 'no') return
    expect(await child.status('shutdown', handle, 'write')).toBe('ok')
    expect(await peer.leavesOpen(soon)).toBe('ended')
    await peer.send(Buffer.from('still'))
    expect(await child.get('recv', handle, 5)).toBe(Buffer.from('still').toString('hex'))
  })

  it('keeps what the wrapper prints out of the protocol', async () => {
    const handle = await child.get('open')
    expect(await child.status('settimeout', handle, 'none')).toBe('ok')
    await expect.poll(() => child.standardError, { timeout: soon }).toContain('noise at load')
    await expect.poll(() => child.standardError, { timeout: soon }).toContain('noise in a call\nand more')
    expect(child.strange).toEqual([])
  })

  it('closes everything at reset', async () => {
    const { peer } = await connected()
    const { port } = await listening()
    expect(await child.status('reset')).toBe('ok')
    expect(await peer.leavesOpen(soon)).not.toBe('open')
    await expect(peers.dial({ host: '127.0.0.1', port })).rejects.toThrow('ECONNREFUSED')
  })

  it('serves other calls while marked ones wait, if it declares threads', async () => {
    if (hello.features?.includes('threads') !== true) return
    const { handle, peer } = await connected()
    expect(await child.status('&made-up', handle)).toBe('unsupported')
    const waiting = child.ask('&recv', handle, 16)
    await sleep(50)
    expect(await child.ask('send', handle, 'ab')).toMatchObject({ status: 'ok', words: ['1'] })
    await peer.send(Buffer.from('go'))
    expect(await waiting).toMatchObject({ status: 'ok', words: ['676f'], entered: 1 })
    const left = child.ask('&recv', handle, 16)
    await sleep(50)
    expect(await child.status('reset')).toBe('ok')
    peer.reset()
    await Promise.race([left, sleep(500)])
  })

  it('exits at the end of its input, even while it is blocked', async () => {
    for (const blocked of [false, true]) {
      const other = new Child(command)
      expect(await other.status('hello', 1)).toBe('ok')
      if (blocked) {
        const { handle } = await listening(other)
        void other.ask('accept', handle)
        await sleep(50)
      }
      other.process.stdin.end()
      // Where nobody in the process can look at the input while it is blocked, it is ended from outside.
      const ended = blocked ? [0, 'SIGKILL'] : [0]
      expect(await Promise.race([other.exit, sleep(soon).then(() => 'stays')])).toBeOneOf(ended)
    }
  })

  it('dies with its wrapper', async () => {
    const other = new Child(command)
    const handle = await other.get('open')
    expect(await other.status('settimeout', handle, crashSeconds)).toBe('gone')
    expect(await other.exit).toBe(3)
  })

  it('says why a wrapper cannot be loaded', async () => {
    const broken = file.replace('noisy', 'broken').replace(/#.*/, '')
    const prepared = await prepare(broken, 'this is no program (\n')
    // By what compiles it, or by the adapter.
    const refused =
      prepared.kind === 'refused' ? { status: 'error', exit: 1, ...prepared } : await start(prepared.command)
    expect(refused).toMatchObject({ status: 'error' })
    expect(refused).not.toMatchObject({ typed: true })
    expect(refused.exit).not.toBeOneOf([0, 'stays'])
  })

  // They wait a tenth of a second for it, which a machine that stalls may take for itself.
  it('answers what came together with the end of its input', { retry: 5 }, async () => {
    const other = new Child(command)
    const asked = Promise.all([other.status('hello', 1), other.status('open'), other.status('made-up')])
    other.process.stdin.end()
    expect(await asked).toEqual(['ok', 'ok', 'unsupported'])
    await other.exit
  })

  async function start(broken: LaneCommand) {
    const other = new Child(broken)
    const { status, words } = await other.ask('hello', 1)
    expect(words).not.toEqual([])
    return { status, exit: await Promise.race([other.exit, sleep(soon).then(() => 'stays')]) }
  }
}
