import type { BehaviourResult } from '../record/schema.ts'
import type { KnownFailure } from './baseline.ts'

/**
 * The baseline that a run makes true: each `must` that fails in it, with the reason and link of the entry that it had
 * before. What is untested because of such a one goes without saying. Entries about what the run did not have, or could
 * not decide, stay; those about behaviours that there are no more go. Pure.
 */
export function updated(
  before: readonly KnownFailure[],
  behaviours: readonly BehaviourResult[],
  ids: readonly string[],
): readonly KnownFailure[] {
  const old = new Map(before.map((entry) => [entry.id, entry]))
  const results = new Map(behaviours.map((result) => [result.id, result]))
  return ids.flatMap((id) => {
    const entry = old.get(id)
    const result = results.get(id)
    if (result === undefined || result.verdict === 'inconclusive') return entry ?? []
    return listed(result, entry, results) ?? []
  })
}

function listed(
  result: BehaviourResult,
  before: KnownFailure | undefined,
  results: ReadonlyMap<string, BehaviourResult>,
): KnownFailure | undefined {
  const { id, level, verdict, cause, because, happened } = result
  if ((verdict !== 'fail' && verdict !== 'untested') || cause === null) return undefined
  // A warning reddens nothing; whoever has listed it all the same wants it watched.
  if (level !== 'must' && before === undefined) return undefined
  if (verdict === 'untested' && results.has(because ?? '') && before?.verdict !== 'untested') return undefined
  return {
    id,
    verdict,
    cause,
    reason: before?.reason ?? happened ?? `It is untested because of ${because}.`,
    ...(before?.link === undefined ? {} : { link: before.link }),
  }
}
