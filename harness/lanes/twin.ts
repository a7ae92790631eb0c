import { nowMicros } from '../clock.ts'
import type { Status } from '../protocol/statuses.ts'
import { outOfTurn } from './answers.ts'
import { bareName, callsInFlight, isAside } from './calls-in-flight.ts'
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
  const calls = callsInFlight()
  let made = 0

  function fail(ended: NonNullable<typeof fault>, culprit?: InFlight): void {
    fault ??= ended
    culprit?.finish(fault)
    for (const call of calls.removeAll()) call.finish(fault)
  }

  async function run(id: string, call: InFlight, words: readonly string[]): Promise<void> {
    function entered(): void {
      if (call.enteredAtMicros === undefined) call.enter(nowMicros())
      else if (call.settled() === undefined) {
        fail({ kind: 'protocol', why: 'the line announces the call a second time', quoted: 'entered 0' })
      }
    }
    const answer = await Promise.resolve()
      .then(() => serve(call.operation, words, entered))
      .catch(String)
    if (call.settled() !== undefined) return
    const repliedAtMicros = nowMicros()
    if (typeof answer === 'string') {
      return fail({ kind: 'crash', exitCode: 1, signal: null, standardError: answer })
    }
    const why = outOfTurn(call, answer.status)
    if (why !== undefined) return fail({ kind: 'protocol', why: `the line ${why}`, quoted: answer.status })
    calls.remove(id)
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
    get inFlight() {
      return calls.all
    },
    call(operation, words): PendingCall {
      calls.assertFree(operation)
      const call = new InFlight(bareName(operation), (overdue) => fail(overdue.hang(), overdue))
      if (fault !== undefined) {
        call.finish(fault)
        return call
      }
      const id = String((made += 1))
      calls.add(id, call, isAside(operation))
      void run(id, call, words)
      return call
    },
    close() {
      fail({ kind: 'crash', exitCode: null, signal: 'SIGKILL', standardError: '' })
      return Promise.resolve()
    },
  }
}
