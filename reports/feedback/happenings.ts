import type { BehaviourResult } from '../../harness/record/schema.ts'
import { withDue } from '../html/traces.ts'
import { elided } from '../text/elided.ts'
import { folded } from '../text/timeline.ts'
import { unwaited } from './unwaited.ts'
import { inStudentsWords } from './words.ts'

type Event = BehaviourResult['trace'][number]

/** An event of a trial as a student is told of it. */
export type Happening = Event

/** So many are told: what led to the end, and how it began. */
const most = { first: 2, last: 6 }

/** When the class did what, and the other side; the least that explains it. */
export function happenings(result: BehaviourResult): readonly Happening[] {
  const events = withDue(result, folded(ended(result))).map((event) => ({
    ...event,
    what: inStudentsWords(event.what),
  }))
  return elided(events, most, (left, { atMicros }) => ({
    atMicros,
    who: 'harness',
    what: `… and ${left} more …`,
  }))
}

/** What ended a trial before it was noted came last. */
function ended(result: BehaviourResult): readonly Event[] {
  const { trace } = result
  const call = unwaited(result)
  if (!call) return trace
  const atMicros = 1 + Math.max(0, ...trace.map((event) => event.untilMicros ?? event.atMicros))
  return [
    ...trace,
    { atMicros, untilMicros: atMicros, who: 'wrapper', what: `${call.name} → ${call.answer}` },
  ]
}
