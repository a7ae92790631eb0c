import type { BehaviourResult } from '../../harness/record/schema.ts'
import { folded } from '../text/timeline.ts'
import { withDue } from '../html/traces.ts'
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
  const left = events.length - most.first - most.last
  if (left <= 1) return events
  const gap: Happening = {
    atMicros: events[most.first]?.atMicros ?? 0,
    who: 'harness',
    what: `… and ${left} more …`,
  }
  return [...events.slice(0, most.first), gap, ...events.slice(-most.last)]
}

/** A call that should have waited, and did not, ended its trial before it was noted: it came last. */
function ended({ expected, happened, trace }: BehaviourResult): readonly Event[] {
  const call = /^(\w+\([^)]*\)) waits$/.exec(expected ?? '')?.[1]
  const answer = /^it answered (.*) while nothing had happened$/s.exec(happened ?? '')?.[1]
  if (call === undefined || answer === undefined) return trace
  const atMicros = 1 + Math.max(0, ...trace.map((event) => event.untilMicros ?? event.atMicros))
  return [...trace, { atMicros, untilMicros: atMicros, who: 'wrapper', what: `${call} → ${answer}` }]
}
