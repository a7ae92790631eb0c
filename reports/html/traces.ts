import type { BehaviourResult } from '../../harness/record/schema.ts'
import { elided } from '../text/elided.ts'
import { folded } from '../text/timeline.ts'
import type { Subject } from './overview.ts'

type Event = BehaviourResult['trace'][number]

/** Of one trial so many events are drawn; what is left out in the middle is in the record. */
const most = { first: 12, last: 36 }

/** Each result's events as they are drawn. */
export type Traces = ReadonlyMap<BehaviourResult, readonly Event[]>

/** What is untested first, then the longest are left out where all would be more than so many characters. */
export function tracesWithin(subjects: readonly Subject[], mostCharacters: number): Traces {
  const all = subjects
    .flatMap(({ record }) => record.behaviours)
    .filter(({ trace }) => trace.length > 0)
    .map((result) => ({ result, events: told(result) }))
    .map((each) => ({ ...each, size: sizeOf(each.events) }))
    .toSorted((a, b) => Number(isHidden(a.result)) - Number(isHidden(b.result)) || a.size - b.size)
  const kept = new Map<BehaviourResult, readonly Event[]>()
  let characters = 0
  for (const { result, events, size } of all) {
    characters += size
    if (characters > mostCharacters) break
    kept.set(result, events)
  }
  return kept
}

const isHidden = ({ verdict }: BehaviourResult): boolean => verdict === 'untested'

/** Numbers, and a text that some other event may share. */
const sizeOf = (events: readonly Event[]): number =>
  events.reduce((sum, { what }) => sum + 20 + Math.min(what.length, longest), 0)

function told(result: BehaviourResult): readonly Event[] {
  const events = withDue(result, folded(result.trace)).map((event) => ({ ...event, what: cut(event.what) }))
  return elided(events, most, (left, { atMicros }) => ({
    atMicros,
    who: 'harness',
    what: `… ${left} more events, in the record …`,
  }))
}

const longest = 240
const cut = (what: string): string => (what.length > longest ? `${what.slice(0, longest)}…` : what)

/**
 * A call that was to end in a timeout says so where it was seen to end. One that answered something else, or never
 * returned, is known by what was expected and the timeout that was set before it.
 */
export function withDue(
  { expected, cause, verdict }: BehaviourResult,
  trace: readonly Event[],
): readonly Event[] {
  if (verdict !== 'fail' || trace.some(({ timeoutSeconds }) => timeoutSeconds !== undefined)) return trace
  if (!/\btimeout\b|times out/.test(expected ?? '') && cause !== 'hang') return trace
  const call = /^[\w.]+\(.*?\)/.exec(expected ?? '')?.[0]
  const isMeant = ({ who, what }: Event): boolean =>
    who === 'wrapper' &&
    (call === undefined ? /^(recv|accept|connect|send)/.test(what) : what.startsWith(call))
  const last = trace.findLastIndex(isMeant)
  const set = trace.slice(0, last).findLast(({ what }) => /^(settimeout|setblocking)\(/.test(what))
  const seconds = Number(/^settimeout\(([\d.]+)\) → ok/.exec(set?.what ?? '')?.[1] ?? NaN)
  const event = trace[last]
  if (!event || !(seconds > 0)) return trace
  return trace.with(last, { ...event, timeoutSeconds: seconds })
}
