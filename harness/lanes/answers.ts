import { announcedOperations } from '../protocol/operations.ts'
import type { Status } from '../protocol/statuses.ts'
import type { InFlight } from './in-flight.ts'

/**
 * Why a reply is out of turn, or undefined if it is in order. An operation that waits is announced first; one that the
 * wrapper lacks has nothing to announce.
 */
export function outOfTurn(call: InFlight, status: Status): string | undefined {
  return call.enteredAtMicros === undefined &&
    status !== 'unsupported' &&
    announcedOperations.has(call.operation)
    ? `replies to ${call.operation}, which was not announced by "<id> entered 0"`
    : undefined
}
