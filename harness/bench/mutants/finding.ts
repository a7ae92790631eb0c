import type { Mutant } from '../../../fixtures/mutants/read.ts'
import type { Level } from '../../engine/behaviour.ts'
import type { BehaviourResult, Record } from '../../record/schema.ts'

/** A behaviour that a mutant turned red. */
export interface Red {
  readonly id: string
  readonly level: Level
  readonly cause: string
  readonly happened: string
  readonly onList: boolean
}

/** What became of one mutant. */
export interface Finding {
  readonly name: string
  readonly row: string
  readonly kind: string
  readonly caughtBy: readonly string[]
  /** `killed`: a behaviour failed. `refused`: it could not be started, which says nothing. */
  readonly fate: 'killed' | 'survived' | 'refused'
  readonly equivalent?: string
  /** In the order of the report: a reader meets the first one first. */
  readonly reds: readonly Red[]
  /** Share of the reds that are on its list; null where there is none. */
  readonly localisation: number | null
  /** Not red for its own sake. */
  readonly untested: readonly string[]
  readonly inconclusive: readonly string[]
  /** Named for it, and green. */
  readonly missedBy: readonly string[]
  readonly mustFails: boolean
  /** Whether the behaviour that names the bug is a `must`, so that one has to fail. */
  readonly mustDemanded: boolean
  readonly seconds: number
  readonly because?: string
}

/** Compares what a run said of a mutant with what the mutant says of itself. Pure. */
export function findingOf(mutant: Mutant, record: Record): Finding {
  const ids = (verdict: BehaviourResult['verdict']): string[] =>
    record.behaviours.filter((each) => each.verdict === verdict).map(({ id }) => id)
  // A note records which of several ways a wrapper takes: none of them is wrong.
  const reds = record.behaviours
    .filter(({ verdict, level }) => verdict === 'fail' && level !== 'note')
    .map(({ id, level, cause, happened }) => ({
      id,
      level,
      cause: cause ?? 'none',
      happened: happened ?? '',
      onList: mutant.caughtBy.includes(id),
    }))
  const green = new Set(ids('pass'))
  return {
    ...selfPortrait(mutant),
    mustDemanded:
      mutant.equivalent === undefined &&
      record.behaviours.some(({ id, level }) => id === mutant.caughtBy[0] && level === 'must'),
    fate: reds.length > 0 ? 'killed' : 'survived',
    reds,
    localisation: reds.length === 0 ? null : reds.filter(({ onList }) => onList).length / reds.length,
    untested: ids('untested'),
    inconclusive: ids('inconclusive'),
    missedBy: mutant.caughtBy.filter((id) => green.has(id)),
    mustFails: reds.some(({ level }) => level === 'must'),
    seconds: record.environment.seconds,
  }
}

/** The finding on a mutant of which there is no record. */
export const refused = (mutant: Mutant, because: string): Finding => ({
  ...selfPortrait(mutant),
  fate: 'refused',
  reds: [],
  localisation: null,
  untested: [],
  inconclusive: [],
  missedBy: [],
  mustDemanded: false,
  mustFails: false,
  seconds: 0,
  because,
})

const selfPortrait = ({ name, row, kind, caughtBy, equivalent }: Mutant) => ({
  name,
  row,
  kind,
  caughtBy,
  ...(equivalent === undefined ? {} : { equivalent }),
})
