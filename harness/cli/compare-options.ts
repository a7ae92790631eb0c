import { UsageError } from './usage-error.ts'
import type { TypedRunOptions } from './run-options.ts'

/** Options of `compare` as they were typed. */
export interface TypedCompareOptions extends Omit<TypedRunOptions, 'path' | 'format' | 'out'> {
  readonly all?: boolean
  readonly complete?: boolean
  readonly atOnce?: string
  readonly markdown?: string
  readonly html?: string
}

/** More than one on each core, and the waits of each are told by how long the others kept it from running. */
const mostAtOnce = 16

/** Reads `--at-once`. */
export function readAtOnce(text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  const atOnce = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (atOnce >= 1 && atOnce <= mostAtOnce) return atOnce
  throw new UsageError(
    `--at-once ${text}: not a number of wrappers.`,
    `Give a whole number from 1 to ${mostAtOnce}.`,
  )
}
