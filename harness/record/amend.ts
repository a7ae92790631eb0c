import { totalsOf } from './build.ts'
import type { BehaviourResult, Record as RunRecord } from './schema.ts'

/**
 * What noise may have had a part in, so that it is worth another look on a quieter machine: what was late, early, or told
 * otherwise by the adapter than seen from outside, what could not be decided, and what is untested because of such a one.
 * Pure.
 */
export function doubtful(behaviours: readonly BehaviourResult[]): readonly string[] {
  const doubted = new Set(behaviours.filter(isDoubtful).map(({ id }) => id))
  const shadows = behaviours.filter(
    ({ verdict, because }) => verdict === 'untested' && doubted.has(because ?? ''),
  )
  return [...doubted, ...shadows.map(({ id }) => id)]
}

const isDoubtful = ({ verdict, cause, level }: BehaviourResult): boolean =>
  level !== 'note' &&
  (verdict === 'inconclusive' ? cause !== 'bug' : verdict === 'fail' && timeCauses.includes(cause ?? ''))

const timeCauses: readonly string[] = ['late', 'early', 'protocol']

/** A record in which a later run of some of its behaviours takes the place of what they were. Pure. */
export function amended(record: RunRecord, later: RunRecord): RunRecord {
  const results = new Map(later.behaviours.map((result) => [result.id, result]))
  const behaviours = record.behaviours.map((result) => results.get(result.id) ?? result)
  return {
    ...record,
    environment: {
      ...record.environment,
      seconds: record.environment.seconds + later.environment.seconds,
    },
    effort: {
      ...record.effort,
      trials: record.effort.trials + later.effort.trials,
      trialSeconds: record.effort.trialSeconds + later.effort.trialSeconds,
    },
    noise: [...record.noise, ...later.noise].slice(0, mostNoise),
    behaviours,
    totals: totalsOf(record.totals.planned, behaviours),
  }
}

/** As the schema says. */
const mostNoise = 20
