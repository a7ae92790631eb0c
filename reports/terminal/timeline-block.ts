import type { BehaviourResult } from '../../harness/record/schema.ts'
import { timeline } from '../text/timeline.ts'
import { cut } from '../text/width.ts'
import type { Page } from './page.ts'

const indent = 4
const shortestText = 20

/** A trial's events, one a line; none for a trial that left none. */
export function timelineBlock(trace: BehaviourResult['trace'], { columns, paint }: Page): string[] {
  const lines = timeline(trace)
  if (lines.length === 0) return []
  const timeColumns = Math.max(...lines.map(({ time }) => time.length))
  const whoColumns = Math.max(...lines.map(({ who }) => who.length))
  const before = indent + timeColumns + 2 + (lines[0]?.calls.length ?? 0) + 2 + whoColumns + 2
  return [
    `  ${paint.dim('timeline, in milliseconds')}`,
    ...lines.map(({ time, calls, who, what }) => {
      const told = cut(what, Math.max(shortestText, columns - before))
      const left = `${paint.dim(time.padStart(timeColumns))}  ${calls}  ${paint.dim(who.padEnd(whoColumns))}`
      return `${' '.repeat(indent)}${left}  ${told}`.trimEnd()
    }),
  ]
}
