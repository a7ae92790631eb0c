import { randomInt } from 'node:crypto'
import { type Profile, profiles } from '../variants.ts'
import { UsageError } from './usage-error.ts'

/** Options of `run` as they were typed. */
export interface TypedRunOptions {
  readonly only: readonly string[]
  readonly level?: string
  readonly profile?: string
  readonly python: string
  readonly lanes?: string
  readonly seed?: string
  readonly trials?: string
  readonly quick?: boolean
  readonly path?: string
  readonly json?: string
  readonly format?: string
  readonly out?: string
  readonly baseline?: string
  readonly updateBaseline?: boolean
  readonly color: boolean
  readonly quiet: boolean
  readonly debug: boolean
}

const mostLanes = 256

/** Reads `--lanes`; without it the run decides. */
export function readLanes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const lanes = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (lanes >= 1 && lanes <= mostLanes) return lanes
  throw new UsageError(
    `--lanes ${text}: not a number of lanes.`,
    `Give a whole number from 1 to ${mostLanes}.`,
  )
}

/** Reads `--seed`; without one it is drawn, and stands in the record. */
export function readSeed(text: string | undefined): number {
  if (text === undefined) return randomInt(2 ** 31)
  const seed = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(seed)) return seed
  throw new UsageError(
    `--seed ${text}: not a seed.`,
    'Give a whole number, such as the one that a report ends with.',
  )
}

/** A hundred times the trials take as many times as long; beyond that it is a slip. */
const mostTrials = 100

/** Reads `--trials`: `2`, `x2` and `×2` all mean twice as many. */
export function readTrials(text: string | undefined): number {
  if (text === undefined) return 1
  const factor = Number(/^[x×]?(\d{1,3})$/.exec(text)?.[1] ?? 0)
  if (factor >= 1 && factor <= mostTrials) return factor
  throw new UsageError(
    `--trials ${text}: not a factor.`,
    `Give how many times as many inputs are to be drawn, such as x3: a whole number from 1 to ${mostTrials}.`,
  )
}

/** Reads `--path`: the stratum, then fast-check's path. It means nothing without the seed it was found with. */
export function readPath(text: string | undefined, seed: string | undefined): string | undefined {
  if (text === undefined) return undefined
  // The numbers are counts of inputs that are drawn to get there.
  if (!/^\d{1,3}(:\d{1,4})+$/.test(text))
    throw new UsageError(
      `--path ${text}: not a path.`,
      'A path is whole numbers with colons between, such as 0:3. Copy it from a report.',
    )
  if (seed === undefined)
    throw new UsageError('--path needs the --seed that it was found with.', 'Copy both from the report.')
  return text
}

/** Reads `--profile`. */
export function readProfile(text: string | undefined): Profile | undefined {
  const profile = profiles.find((each) => each === text)
  if (text !== undefined && profile === undefined)
    throw new UsageError(
      `--profile ${text}: there is no such profile.`,
      `Profiles are ${profiles.join(', ')}.`,
    )
  return profile
}
