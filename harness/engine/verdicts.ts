import type { Verdict } from '../judge/evidence.ts'
import { unmadeTrial } from '../judge/unmade-trial.ts'
import type { Refusal } from '../lanes/lane.ts'
import type { Behaviour } from './behaviour.ts'
import type { Outcome } from './execution.ts'

/** What is found of behaviours, and of those that were tried, how. */
export interface Verdicts {
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly outcomes: ReadonlyMap<string, Outcome>
}

/** A wrapper that cannot be loaded keeps no promise at all. */
export function loadFailure(behaviours: readonly Behaviour[], refusal: Refusal): Verdicts {
  const verdicts = new Map<string, Verdict>()
  for (const { id } of behaviours) {
    const end = { kind: 'crash', call: 'loading it', happened: refusal.what } as const
    const decisive = unmadeTrial(end, { chargedTo: id })
    const expected = 'the wrapper can be loaded'
    verdicts.set(id, {
      verdict: 'fail',
      cause: 'crash',
      expected,
      happened: refusal.what,
      hint: refusal.next,
      decisive,
    })
  }
  return { verdicts, outcomes: new Map() }
}
