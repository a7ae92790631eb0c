import { conclusionOf, exitCodes, gravest } from '../harness/cli/exit-codes.ts'
import type { Record as RunRecord } from '../harness/record/schema.ts'
import { painter } from './text/paint.ts'
import { visible } from './text/visible.ts'
import { padded, widthOf } from './text/width.ts'

/** One of several wrappers that were run; without a record where it could not even be started. */
export interface Ran {
  readonly spec: string
  readonly record?: RunRecord
}

/** What several runs come to, under their reports: a line for each, and what the command makes of them all. Pure. */
export function severalReport(runs: readonly Ran[], colour: boolean): string {
  const { bold, green, red, yellow } = painter(colour)
  const conclusions = runs.map(({ record }) =>
    record ? conclusionOf(record) : { code: exitCodes.usage, meaning: 'it could not be started' },
  )
  const names = runs.map(({ spec }) => visible(spec))
  const columns = Math.max(...names.map(widthOf))
  const lines = conclusions.map(({ code, meaning }, at) => {
    const paint = code === exitCodes.conforms ? green : code === exitCodes.inconclusive ? yellow : red
    return `  ${padded(names[at] ?? '', columns)}  ${paint(`exit ${code}: ${meaning}`)}`
  })
  const code = gravest(conclusions.map((conclusion) => conclusion.code))
  return `${[bold(`${runs.length} wrappers: exit ${code}`), ...lines].join('\n')}\n`
}
