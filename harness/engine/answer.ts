import type { Answer, Outcome } from '../model/connection.ts'
import type { Call } from './calls.ts'

/** What came of a call, in the words of the model. `sent`: the bytes that it was given. */
export const outcomeOf = (call: Call, sent?: Uint8Array): Outcome => ({
  answer: answerOf(call),
  ...(call.bytes ? { bytes: call.bytes } : sent ? { bytes: sent } : {}),
  ...(call.count === undefined ? {} : { count: call.count }),
})

function answerOf({ status, bytes, count }: Call): Answer {
  switch (status) {
    case 'ok':
      if (bytes) return bytes.length === 0 ? 'end' : 'bytes'
      return count === undefined ? 'done' : count > 0 ? 'taken' : 'nonsense'
    case 'would-block':
    case 'timeout':
      return status
    // An attempt to connect is no part of a sequence, and an operation that is lacking is no failure of a call.
    case 'in-progress':
    case 'unsupported':
      return 'nonsense'
    case 'refused':
    case 'reset':
    case 'broken-pipe':
    case 'closed':
    case 'not-connected':
    case 'already-connected':
    case 'in-use':
    case 'invalid':
    case 'error':
      return 'failure'
  }
}
