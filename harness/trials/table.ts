import fc from 'fast-check'
import type { Stratum } from '../engine/behaviour.ts'
import { durations } from './durations.ts'

/**
 * How many trials decide a behaviour, and of what. All counts of the project stand here.
 */

/** One trial that needs no input. */
export const once: readonly Stratum<undefined>[] = [{ arbitrary: fc.constant(undefined), runs: 1 }]

/** One trial for each row. */
export const each = <Row>(...rows: readonly Row[]): readonly Stratum<Row>[] =>
  rows.map((row) => ({ arbitrary: fc.constant(row), runs: 1 }))

/** `runs` trials of inputs drawn from one arbitrary. */
export const drawn = <Input>(runs: number, arbitrary: fc.Arbitrary<Input>): readonly Stratum<Input>[] => [
  { arbitrary, runs },
]

/**
 * Expiries: two from every stratum, 0.5 s and 1.5 s always among them, some drawn to the millisecond. Short ones show
 * constant errors, long ones relative ones; a grid of round values alone would hide slices and truncation.
 */
export function expiries(): readonly Stratum<{ seconds: number }>[] {
  const strata: readonly [Parameters<typeof durations>[0], number][] = [
    [[20, 40, 80], 2],
    [{ min: 120, max: 480 }, 2],
    [[500], 2],
    [{ min: 510, max: 990 }, 2],
    [{ min: 1020, max: 1500 }, 1],
    [[1500], 1],
  ]
  return strata.map(([from, runs]) => ({ arbitrary: fc.record({ seconds: durations(from) }), runs }))
}

/** Holds of a blocked call, in milliseconds: drawn, since a fixed hold falls into step with a poller. */
export const holds = (): fc.Arbitrary<number> => fc.integer({ min: 250, max: 450 })

/** Wake-ups: ten for each operation. */
export const wakeUps = (): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(10, fc.record({ holdMillis: holds() }))

/** Behaviours of data. */
export const dataRuns = 30

/** Sequences against a model, and their length. */
export const sequenceRuns = 20
export const sequenceSteps = 12
