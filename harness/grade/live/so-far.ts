import type { Behaviour } from '../../engine/behaviour.ts'
import type { BehaviourResult, Record as RunRecord } from '../../record/schema.ts'
import { recordVersion } from '../../record/version.ts'
import { version } from '../../version.ts'
import { totalsOf } from '../../record/build.ts'
import type { Message } from '../examine/job.ts'

export type Decided = Extract<Message, { kind: 'decided' }>

/**
 * The record of a part that is still going on, for reports that cannot wait. It has what passed and what failed, without
 * the reasons, which come when all is over; whatever else was decided may yet be decided otherwise. Pure.
 */
export function recordSoFar(
  behaviours: readonly Behaviour[],
  decided: readonly Decided[],
  part: Decided['part'],
): RunRecord {
  const verdicts = new Map(
    decided.filter((message) => message.part === part).map(({ id, verdict }) => [id, verdict]),
  )
  const results = behaviours.flatMap((behaviour) => {
    const verdict = verdicts.get(behaviour.id)
    return verdict === 'pass' || verdict === 'fail' ? [resultOf(behaviour, verdict)] : []
  })
  return { ...empty, behaviours: results, totals: totalsOf(results.length, results) }
}

const resultOf = (
  { id, level, tier, says, source, hint }: Behaviour,
  verdict: 'pass' | 'fail',
): BehaviourResult => ({
  id,
  group: id.split('.')[0] ?? id,
  level,
  tier,
  verdict,
  cause: verdict === 'fail' ? 'wrong-result' : null,
  says,
  source,
  expected: null,
  happened: verdict === 'fail' ? 'it did something else' : null,
  hint,
  because: null,
  counterexample: null,
  script: null,
  rate: null,
  carriedOver: false,
  replay: null,
  // Of nothing else is known either, so that nothing is read from it.
  trials: 0,
  samples: [],
  trace: [],
})

const empty: Omit<RunRecord, 'behaviours' | 'totals'> = {
  version: recordVersion,
  wrapper: {
    spec: '',
    name: null,
    version: null,
    language: null,
    features: null,
    stages: [],
    variants: null,
  },
  profile: '',
  seed: 0,
  catalogue: '',
  environment: {
    wouldblock: version,
    node: '',
    platform: '',
    release: '',
    cores: 0,
    lanes: 0,
    startedAt: '',
    seconds: 0,
  },
  effort: { trials: 0, trialSeconds: 0, longest: null, scenarios: [] },
  noise: [],
}
