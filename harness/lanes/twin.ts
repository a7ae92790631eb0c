import { nowMicros } from '../clock.ts'
import type { Status } from '../protocol/statuses.ts'
import { outOfTurn } from './answers.ts'
import { InFlight } from './in-flight.ts'
import type { CallOutcome, Lane, PendingCall } from './lane.ts'

/** Serves one request of a twin. `entered` announces the call. A rejection is a crash. */
export type Serve = (operation: string, words: readonly string[], entered: () => void) => Promise<TwinReply>

export interface TwinReply {
  readonly status: Status
  readonly words?: readonly string[]
  readonly text?: string
  /** Default: measured from the announcement, or from the request. */
  readonly insideMicros?: number
}

/** A lane without a process, for tests of what drives lanes: the same interface, and calls that end the same ways. */
export function twinLane(serve: Serve): Lane {
  let fault: Exclude<CallOutcome, { kind: 'reply' }> | undefined
  let current: InFlight | undefined

  function fail(ended: NonNullable<typeof fault>): void {
    fault ??= ended
    current?.finish(fault)
    current = undefined
  }

  async function run(call: InFlight, words: readonly string[]): Promise<void> {
    function entered(): void {
      if (call.enteredAtMicros === undefined) call.enter(nowMicros())
      else if (call === current) {
        fail({ kind: 'protocol', why: 'the line announces the call a second time', quoted: 'entered 0' })
      }
    }
    const answer = await Promise.resolve()
      .then(() => serve(call.operation, words, entered))
      .catch(String)
    if (call !== current) return
    const repliedAtMicros = nowMicros()
    if (typeof answer === 'string') {
      return fail({ kind: 'crash', exitCode: 1, signal: null, standardError: answer })
    }
    const why = outOfTurn(call, answer.status)
    if (why !== undefined) return fail({ kind: 'protocol', why: `the line ${why}`, quoted: answer.status })
    current = undefined
    call.finish({
      kind: 'reply',
      status: answer.status,
      words: answer.words ?? [],
      text: answer.text ?? '',
      insideMicros: answer.insideMicros ?? repliedAtMicros - (call.enteredAtMicros ?? call.requestedAtMicros),
      requestedAtMicros: call.requestedAtMicros,
      ...(call.enteredAtMicros === undefined ? {} : { enteredAtMicros: call.enteredAtMicros }),
      repliedAtMicros,
    })
  }

  return {
    pid: undefined,
    noise: [],
    get usable() {
      return fault === undefined
    },
    call(operation, words): PendingCall {
      if (current !== undefined) {
        throw new Error(`${operation} was called while ${current.operation} is in flight on the same lane`)
      }
      const call = new InFlight(operation, (overdue) => fail(overdue.hang()))
      if (fault !== undefined) {
        call.finish(fault)
        return call
      }
      current = call
      void run(call, words)
      return call
    },
    close() {
      fail({ kind: 'crash', exitCode: null, signal: 'SIGKILL', standardError: '' })
      return Promise.resolve()
    },
  }
}
