import { describe, expect, it } from 'vitest'
import { after, afterPeer, applies, type Connection, newConnection, type Outcome } from './connection.ts'
import { demandOn } from './demand.ts'
import { blockingSetting, timeoutSetting } from './mode.ts'
import { isReceived } from './outgoing.ts'
import { isPeers, type SocketStep, type Step, stepInWords } from './steps.ts'
import { ToySocket } from './toy.ts'

const alphabet: readonly Step[] = [
  { act: 'set', setting: timeoutSetting(0.04) },
  { act: 'set', setting: blockingSetting(false) },
  { act: 'recv', size: 2 },
  { act: 'send', bytes: 5_000 },
  { act: 'sendall', bytes: 3 },
  { act: 'peer sends', bytes: 3 },
  { act: 'peer stalls' },
  { act: 'peer reads' },
  { act: 'peer ends' },
  { act: 'peer resets' },
  { act: 'shutdown', how: 'write' },
  { act: 'shutdown', how: 'read' },
  { act: 'shutdown', how: 'both' },
  { act: 'close' },
]

function* sequencesOf(length: number): Generator<readonly Step[]> {
  if (length === 0) yield []
  else for (const rest of sequencesOf(length - 1)) for (const step of alphabet) yield [...rest, step]
}

let serial = 0
/** Bytes that tell which step they belong to. */
const bytesOf = (count: number): Buffer => Buffer.alloc(count, serial++ % 251)

/** Takes a socket through a sequence; tells at which step it did what the model does not allow, if it did. */
function complaint(socket: ToySocket, steps: readonly Step[]): string | undefined {
  let is: Connection = newConnection
  const peerTakes = (step: Step): void => {
    if (!isPeers(step)) return
    const bytes = step.act === 'peer sends' ? bytesOf(step.bytes) : undefined
    socket.peerTakes(step, bytes)
    is = afterPeer(is, step, bytes)
    if (is.peerReads) is = { ...is, inFlight: 0 }
  }
  const settle = (step: SocketStep, came: Outcome): boolean => {
    const next = demandOn(is, step).answers.includes(came.answer) ? after(is, step, came) : undefined
    is = next ?? is
    if (is.peerReads) is = { ...is, inFlight: 0 }
    return next !== undefined
  }
  for (const [at, step] of steps.entries()) {
    const where = `${at + 1} ${stepInWords(step)}`
    if (!applies(step, is)) continue
    if (isPeers(step)) {
      peerTakes(step)
      continue
    }
    const bytes = 'bytes' in step ? bytesOf(step.bytes) : undefined
    let came = socket.call(step, bytes)
    if (came.answer === 'waits') {
      if (!demandOn(is, step).answers.includes('waits')) return `${where} waits`
      peerTakes(step.act === 'recv' ? { act: 'peer sends', bytes: step.size } : { act: 'peer reads' })
      came = socket.call(step, bytes)
    }
    if (!settle(step, came)) return `${where} answers ${came.answer}`
  }
  return is.peer === 'reset' || isReceived(is.outgoing, socket.received) ? undefined : 'what arrives'
}

/** The shortest sequence after which such a socket does what the model does not allow. */
function shortest(make: () => ToySocket, most: number): string | undefined {
  for (let length = 1; length <= most; length++) {
    for (const steps of sequencesOf(length)) {
      const found = complaint(make(), steps)
      if (found !== undefined) return `${steps.map(stepInWords).join(' · ')}: ${found}`
    }
  }
  return undefined
}

describe('the model of a connection', () => {
  it('allows whatever a socket answers, after every sequence of four steps', () => {
    expect(shortest(() => new ToySocket(), 4)).toBeUndefined()
  })

  const broken: readonly [what: string, make: () => ToySocket][] = [
    [
      'a second end of the stream is would-block',
      () =>
        new (class extends ToySocket {
          private seen = false
          protected override recv(size: number): Outcome {
            const came = super.recv(size)
            const again = came.answer === 'end' && this.seen && this.mode === 0
            this.seen ||= came.answer === 'end'
            return again ? { answer: 'would-block' } : came
          }
        })(),
    ],
    [
      'shutdown makes it blocking',
      () =>
        new (class extends ToySocket {
          override call(step: SocketStep, bytes?: Buffer): Outcome {
            const came = super.call(step, bytes)
            if (step.act === 'shutdown') this.mode = null
            return came
          }
        })(),
    ],
    [
      'an expiry of send drops the inbox',
      () =>
        new (class extends ToySocket {
          protected override idle(call: 'recv' | 'send' | 'sendall') {
            if (call !== 'recv') this.inbox = Buffer.alloc(0)
            return super.idle(call)
          }
        })(),
    ],
    [
      'the end of the peer is the end of send',
      () =>
        new (class extends ToySocket {
          protected override send(bytes: Buffer): Outcome {
            return this.peer === 'ended' ? { answer: 'failure' } : super.send(bytes)
          }
        })(),
    ],
    [
      'a closed socket waits',
      () =>
        new (class extends ToySocket {
          override call(step: SocketStep, bytes?: Buffer): Outcome {
            return this.closed ? { answer: this.idle('recv') } : super.call(step, bytes)
          }
        })(),
    ],
    [
      'a reset is an end',
      () =>
        new (class extends ToySocket {
          protected override told = true
        })(),
    ],
    [
      'a sendall that expires says that it is done',
      () =>
        new (class extends ToySocket {
          protected override sendAll(bytes: Buffer): Outcome {
            const came = super.sendAll(bytes)
            return came.answer === 'timeout' ? { answer: 'done', bytes } : came
          }
        })(),
    ],
  ]
  it.each(broken)('finds, within five steps, that %s', (_what, make) => {
    expect(shortest(make, 5)).toBeDefined()
  })
})

describe('what a model leaves open', () => {
  const on = (rest: Partial<Connection>, step: SocketStep): readonly string[] =>
    demandOn({ ...newConnection, ...rest }, step).answers
  const recv: SocketStep = { act: 'recv', size: 1 }

  it('is whether there is room, once more than a little is in the pipe', () => {
    const send: SocketStep = { act: 'send', bytes: 1 }
    expect(on({ mode: 0 }, send)).toEqual(['taken'])
    expect(on({ mode: 0, inFlight: 5_000 }, send)).toEqual(['taken', 'would-block'])
    expect(on({ mode: 0.1, inFlight: 5_000 }, send)).toEqual(['taken', 'timeout'])
    expect(on({ inFlight: 5_000 }, send)).toEqual(['taken'])
    expect(on({ inFlight: 5_000, peerReads: false }, send)).toEqual(['taken', 'waits'])
  })

  it('is whether bytes outlive a reset, but not whether the reset is told', () => {
    const unread = Buffer.from('a')
    expect(on({ peer: 'reset' }, recv)).toEqual(['failure'])
    expect(on({ peer: 'reset', told: ['send'] }, recv)).toEqual(['failure', 'end'])
    expect(on({ peer: 'reset', unread, blurred: true }, recv)).toEqual(['bytes', 'failure', 'end'])
  })

  it('is how long the end of the stream is on its way, until it has been seen', () => {
    expect(demandOn({ ...newConnection, mode: 0, peer: 'ended' }, recv).notYet).toBe('would-block')
    expect(demandOn({ ...newConnection, mode: 0, peer: 'ended', endSeen: true }, recv).notYet).toBeUndefined()
  })
})

describe('what recv answers', () => {
  const unread = Buffer.from('abcd')
  const got = (text: string, size: number) =>
    after({ ...newConnection, unread }, { act: 'recv', size }, { answer: 'bytes', bytes: Buffer.from(text) })

  it('is the next bytes, at least one and no more than asked for', () => {
    expect(got('abc', 8)?.unread.toString()).toBe('d')
    for (const [text, size] of [
      ['bcd', 8],
      ['abcde', 8],
      ['abc', 2],
      ['', 8],
    ] as const)
      expect(got(text, size)).toBeUndefined()
  })
})
