import type { Status } from '../protocol/statuses.ts'

/** A request on its way through a lane. All times are microseconds on the harness's monotonic clock. */
export interface PendingCall {
  /** Without the mark of a call that is made on a thread of its own. */
  readonly operation: string
  /** Taken before the request was written. */
  readonly requestedAtMicros: number
  /** Resolves once the adapter has announced the call, or once the call is over, whichever is first. Never rejects. */
  readonly entered: Promise<void>
  /** Resolves when the call is over, however it ended. Never rejects. */
  readonly outcome: Promise<CallOutcome>
  /** The outcome if the call is over, else undefined. */
  settled(): CallOutcome | undefined
  /** Kills the lane's process group and ends the call as `hang` unless it is over in `milliseconds` from now. */
  arm(milliseconds: number): void
}

export type CallOutcome = Reply | Hang | Crash | ProtocolFault

/** The adapter answered. */
export interface Reply {
  readonly kind: 'reply'
  readonly status: Status
  /** Words of an `ok` reply; empty otherwise. */
  readonly words: readonly string[]
  /** Free text after a status other than `ok`: the native error. */
  readonly text: string
  /** Time around the native call alone, as the adapter measured it. */
  readonly insideMicros: number
  readonly requestedAtMicros: number
  /** When `entered` was read; absent for operations that are not announced. */
  readonly enteredAtMicros?: number
  /** Taken when the reply was read. */
  readonly repliedAtMicros: number
}

/** The deadline passed without a reply; the lane's process group has been killed. */
export interface Hang {
  readonly kind: 'hang'
  readonly entered: boolean
  readonly waitedMicros: number
}

/** The adapter's process is gone. */
export interface Crash {
  readonly kind: 'crash'
  readonly exitCode: number | null
  readonly signal: string | null
  /** The last of what it wrote to standard error, at most 4,000 characters. */
  readonly standardError: string
}

/** The adapter broke the protocol while the call was in flight. */
export interface ProtocolFault {
  readonly kind: 'protocol'
  readonly why: string
  /** The offending line, at most 200 characters. */
  readonly quoted: string
}

/**
 * One running host of a wrapper. It serves one call at a time, and beside it those that are marked with `&`, each on a
 * thread or task of its own. Whatever ends the lane's use (a hang, a crash, a stray line) ends all that is in flight.
 */
export interface Lane {
  /** The process whose resources `/proc` can show; undefined for an in-process twin. */
  readonly pid: number | undefined
  /** False once the process is gone, or a call has ended other than in a reply. */
  readonly usable: boolean
  /** The calls that are not over. */
  readonly inFlight: readonly PendingCall[]
  /** Lines that no call was charged for, newest last, each at most 200 characters, at most 20 of them. */
  readonly noise: readonly string[]
  /**
   * Writes a request. Calls marked with `&` may be in flight, but no other: the adapter reads no further request
   * before that is over. The call has no deadline until it is armed.
   */
  call(operation: string, words: readonly string[]): PendingCall
  /** Kills the process group and waits until the process is gone. Never rejects; may be called twice. */
  close(): Promise<void>
}

/** Makes a lane ready to serve: started, greeted, and through the door checks. */
export type LaneMaker = () => Promise<OpenedLane>

export type OpenedLane =
  | { readonly kind: 'open'; readonly lane: Lane; readonly hello: Hello }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** What the adapter says of its wrapper. Undefined features or variants mean the page's. */
export interface Hello {
  readonly name: string
  readonly version: string
  readonly language: string
  readonly features: readonly string[] | undefined
  readonly variants: Readonly<Record<string, string>> | undefined
  /** What the adapter can stage, whatever wrapper it hosts; absent: nothing. */
  readonly stages?: readonly string[]
}

/** Why no lane could be had, in one line, and what to do next, in another. */
export interface Refusal {
  readonly what: string
  readonly next: string
}
