import type { BehaviourResult } from '../record/schema.ts'
import type { KnownFailure } from './baseline.ts'

/** An entry that is not true any more, or never was. */
export type Stale =
  | { readonly kind: 'passes'; readonly entry: KnownFailure }
  | { readonly kind: 'otherwise'; readonly entry: KnownFailure; readonly result: BehaviourResult }
  /** No behaviour has that id. */
  | { readonly kind: 'nothing'; readonly entry: KnownFailure }

export interface Checked {
  /** What failed as the baseline says. */
  readonly known: readonly KnownFailure[]
  readonly stale: readonly Stale[]
  /** The run without what is explained: known failures, and what is untested because of one, stand as passes. */
  readonly accounted: readonly BehaviourResult[]
}

/**
 * Holds a run to its baseline. An entry whose behaviour was not part of the run, or could not be decided in it, is neither
 * confirmed nor stale. `ids` are all that the catalogue has. Pure.
 */
export function checkBaseline(
  entries: readonly KnownFailure[],
  behaviours: readonly BehaviourResult[],
  ids: ReadonlySet<string>,
): Checked {
  const results = new Map(behaviours.map((result) => [result.id, result]))
  const known = entries.filter((entry) => isAsListed(entry, results.get(entry.id)))
  const stale = entries.flatMap((entry) => staleness(entry, results.get(entry.id), ids) ?? [])
  const listed = new Set(known.map(({ id }) => id))
  return {
    known,
    stale,
    accounted: behaviours.map((result) =>
      isExplained(result, results, listed) ? { ...result, verdict: 'pass', cause: null } : result,
    ),
  }
}

const isAsListed = (entry: KnownFailure, result: BehaviourResult | undefined): boolean =>
  result?.verdict === entry.verdict && result.cause === entry.cause

function staleness(
  entry: KnownFailure,
  result: BehaviourResult | undefined,
  ids: ReadonlySet<string>,
): Stale | undefined {
  if (!ids.has(entry.id)) return { kind: 'nothing', entry }
  if (result === undefined || result.verdict === 'inconclusive' || isAsListed(entry, result)) return undefined
  return result.verdict === 'pass' ? { kind: 'passes', entry } : { kind: 'otherwise', entry, result }
}

function isExplained(
  result: BehaviourResult,
  results: ReadonlyMap<string, BehaviourResult>,
  listed: ReadonlySet<string>,
): boolean {
  if (listed.has(result.id)) return true
  const cause = result.verdict === 'untested' ? results.get(result.because ?? '') : undefined
  return cause !== undefined && isExplained(cause, results, listed)
}
