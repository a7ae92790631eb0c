import type { Behaviour } from '../../engine/behaviour.ts'
import type { BehaviourResult, Record as RunRecord } from '../../record/schema.ts'
import { variantOf } from '../../variants.ts'
import { parseSpec } from '../../wrappers/spec.ts'

/** What a result means for the points. Only `kept` earns any; `unstaged` counts neither way. */
export type Fate = 'kept' | 'lost' | 'undecided' | 'unstaged'

/** Pure. What is not in the record has never been decided. */
export function fateOf(behaviour: Behaviour, result: BehaviourResult | undefined, record: RunRecord): Fate {
  switch (result?.verdict) {
    case 'pass':
      return 'kept'
    case 'fail':
      return 'lost'
    case 'untested': {
      const root = record.behaviours.find(({ id }) => id === result.because)
      return root && isOpen(root) ? 'undecided' : 'lost'
    }
    case 'unsupported':
      if (result.cause === 'wrapper') return isAboutOthers(behaviour, record) ? 'unstaged' : 'lost'
      return deniedStage(behaviour, record) === undefined ? 'unstaged' : 'undecided'
    case 'inconclusive':
      return isOpen(result) ? 'undecided' : 'lost'
    case undefined:
      return 'undecided'
  }
}

/** Where the submission has used up its time there is nothing to wait for: the limit is the assignment's. */
const isOpen = ({ verdict, cause }: BehaviourResult): boolean =>
  verdict === 'inconclusive' && cause !== 'time'

/** One of several legitimate variants is declared, and this behaviour is about the others. */
const isAboutOthers = (behaviour: Behaviour, { wrapper }: RunRecord): boolean =>
  Object.entries(behaviour.among ?? {}).some(
    ([flag, values]) => !values.includes(variantOf(flag, wrapper.variants ?? undefined) ?? ''),
  )

/**
 * A stage that our own adapter has, and has not named: it works in the submission's process, which may have had a hand
 * in that. What the submission could get out of is not taken out of the denominator unseen.
 */
export function deniedStage(behaviour: Behaviour, { wrapper }: RunRecord): string | undefined {
  const parsed = parseSpec(wrapper.spec)
  if (parsed.kind !== 'spec' || parsed.spec.kind !== 'file') return undefined
  const named = ownStages[parsed.spec.runtime] ?? []
  return behaviour.stages?.find((stage) => named.includes(stage) && !wrapper.stages.includes(stage))
}

/** What adapters/node/stages.ts and adapters/python/adapter.py say in their hello. */
export const ownStages: Readonly<Record<string, readonly string[]>> = {
  node: ['wall-clock', 'leave', 'warnings'],
  python: ['wall-clock', 'leave', 'integer-flags'],
}
