import type { BehaviourResult } from '../../harness/record/schema.ts'
import { timeline } from '../text/timeline.ts'

/** A trial's events as lines of text, in columns; none for a trial that left none. */
export function timelineText(trace: BehaviourResult['trace']): string[] {
  const lines = timeline(trace)
  const times = Math.max(0, ...lines.map(({ time }) => time.length))
  const whos = Math.max(0, ...lines.map(({ who }) => who.length))
  return lines.map(
    ({ time, calls, who, what }) => `${time.padStart(times)} ms  ${calls}  ${who.padEnd(whos)}  ${what}`,
  )
}
