import { firstMode, type Mode, modeAfter } from './mode.ts'
import type { Outgoing } from './outgoing.ts'
import type { PeerStep, SocketStep, Step } from './steps.ts'

/** A connected socket and its peer, so far as anyone can know. Pure data; `applies`, `afterPeer` and `after` lead on. */
export interface Connection {
  readonly mode: Mode
  /** What the socket's own end has not given up. Closed, it has given up both. */
  readonly reads: boolean
  readonly writes: boolean
  readonly closed: boolean
  readonly peer: 'open' | 'ended' | 'reset'
  readonly peerReads: boolean
  /** What the peer has sent and recv has not answered, in order. */
  readonly unread: Buffer
  readonly outgoing: Outgoing
  /** How much may still be in the pipe to the peer. */
  readonly inFlight: number
  /** recv has answered the end of the stream. */
  readonly endSeen: boolean
  /** The calls that have told of a reset. */
  readonly told: readonly ('recv' | 'send')[]
  /** A reset that may look like the end: the system tells the two apart only where nothing came between. */
  readonly blurred: boolean
  /** The socket gave up both its ends over bytes that it had not read, which resets the connection. */
  readonly abrupt: boolean
}

export const newConnection: Connection = {
  mode: firstMode,
  reads: true,
  writes: true,
  closed: false,
  peer: 'open',
  peerReads: true,
  unread: Buffer.alloc(0),
  outgoing: [],
  inFlight: 0,
  endSeen: false,
  told: [],
  blurred: false,
  abrupt: false,
}

/** Any pipe takes one send more as long as no more than this is in it; a small one is full at 69 KB. */
export const surelyRoomBytes = 4_096

/** What a call may answer, by its kind. */
export type Answer =
  /** recv: some of what is unread, the next first. */
  | 'bytes'
  /** recv: the end of the stream. */
  | 'end'
  /** send: how many bytes it took, one at least. */
  | 'taken'
  /** The other calls. */
  | 'done'
  | 'would-block'
  | 'timeout'
  /** Any other error. */
  | 'failure'
  /** No answer, until something happens. */
  | 'waits'
  /** What is never right. */
  | 'nonsense'

/** What came of a call. `bytes`: what recv answered, or what was to be sent. `count`: what send said it took. */
export interface Outcome {
  readonly answer: Answer
  readonly bytes?: Uint8Array
  readonly count?: number
}

/** Whether a step can be made at all; a sequence skips it otherwise. */
export function applies(step: Step, is: Connection): boolean {
  const peerIsThere = is.peer !== 'reset'
  switch (step.act) {
    case 'peer sends':
      return is.peer === 'open' && is.reads
    case 'peer ends':
      return is.peer === 'open' && !is.closed && !is.abrupt
    case 'peer resets':
      return peerIsThere && !is.closed
    case 'peer reads':
      return peerIsThere && !is.peerReads
    case 'peer stalls':
      return peerIsThere && is.peerReads
    // What a setter says of a connection that was reset, or of a closed socket, is not agreed upon.
    case 'set':
      return peerIsThere && !is.closed
    case 'close':
      return !is.closed
    // Nor is what recv does on a side that was shut down: it may wait.
    case 'recv':
      return is.reads || is.closed || is.mode !== null
    case 'send':
    case 'sendall':
    case 'shutdown':
      return true
  }
}

/** The connection after the peer has done its part; `bytes` are those that it has sent. */
export function afterPeer(is: Connection, step: PeerStep, bytes: Uint8Array = Buffer.alloc(0)): Connection {
  switch (step.act) {
    case 'peer sends':
      return { ...is, unread: Buffer.concat([is.unread, bytes]) }
    case 'peer reads':
      return { ...is, peerReads: true }
    case 'peer stalls':
      return { ...is, peerReads: false }
    case 'peer ends':
      return { ...is, peer: 'ended' }
    case 'peer resets':
      return { ...is, peer: 'reset', blurred: is.unread.length > 0 || is.peer === 'ended' || !is.reads }
  }
}

/** The connection after a call; undefined if its content cannot be: bytes that are not the next, or too many. */
export function after(is: Connection, step: SocketStep, came: Outcome): Connection | undefined {
  const told = came.answer === 'failure' && is.peer === 'reset'
  switch (step.act) {
    case 'set':
      return { ...is, mode: modeAfter(step.setting) }
    case 'close':
      return { ...withoutEnds(is, false, false), closed: true }
    case 'shutdown':
      return withoutEnds(is, is.reads && step.how === 'write', is.writes && step.how === 'read')
    case 'recv':
      if (told) return { ...is, told: [...is.told, 'recv'] }
      if (came.answer === 'end') return { ...is, endSeen: true }
      return came.answer === 'bytes' ? afterBytes(is, step.size, came.bytes ?? Buffer.alloc(0)) : is
    case 'send':
      if (told) return { ...is, told: [...is.told, 'send'] }
      return came.answer === 'taken' ? afterTaken(is, came) : is
    case 'sendall':
      if (told) return { ...is, told: [...is.told, 'send'] }
      // Whatever made it stop, a part may be on its way.
      return is.writes ? withOutgoing(is, came.bytes, came.answer === 'done') : is
  }
}

const withoutEnds = (is: Connection, reads: boolean, writes: boolean): Connection => ({
  ...is,
  reads,
  writes,
  abrupt: is.abrupt || (!reads && !writes && is.unread.length > 0),
})

function afterBytes(is: Connection, size: number, bytes: Uint8Array): Connection | undefined {
  const isNext = is.unread.subarray(0, bytes.length).equals(bytes)
  if (!isNext || bytes.length === 0 || bytes.length > size) return undefined
  return { ...is, unread: is.unread.subarray(bytes.length) }
}

function afterTaken(is: Connection, { bytes = Buffer.alloc(0), count = 0 }: Outcome): Connection | undefined {
  return count < 1 || count > bytes.length ? undefined : withOutgoing(is, bytes.subarray(0, count), true)
}

const withOutgoing = (is: Connection, bytes: Uint8Array = Buffer.alloc(0), sure: boolean): Connection => ({
  ...is,
  outgoing: [...is.outgoing, { bytes, sure }],
  inFlight: is.inFlight + bytes.length,
})
