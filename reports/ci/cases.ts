import { conclusionOf, exitCodes } from '../../harness/cli/exit-codes.ts'
import type { BehaviourResult, Record as RunRecord } from '../../harness/record/schema.ts'
import { explanation } from '../terminal/explanation.ts'
import type { Page } from '../terminal/page.ts'
import { looks, type Standing, standingOf } from '../text/standing.ts'
import { painter } from '../text/paint.ts'
import { visible } from '../text/visible.ts'

/** A behaviour for readers that know tests, and of tests only that they pass, fail, could not be carried out, or were skipped. */
export interface Case {
  readonly id: string
  readonly group: string
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped'
  readonly standing: Standing
  /** In one line, why it is no pass; null for a pass. */
  readonly reason: string | null
  /** Everything that is known of it, line by line, as the terminal tells it; null for a pass. */
  readonly explained: string | null
  readonly result: BehaviourResult | null
}

/**
 * The behaviours of a record, whose text has to be visible already. A case is red (`failed` or `error`) exactly where
 * the exit code of the run is not 0 because of it. Where that code comes of no single behaviour, as when nothing could be
 * decided, one more case says so, since a reader takes nothing but skips for green.
 */
export function casesOf(record: RunRecord): readonly Case[] {
  const cases = record.behaviours.map(caseOf)
  const { code, meaning } = conclusionOf(record)
  if (code === exitCodes.conforms || cases.some(isRed)) return cases
  const conclusion: Case = {
    id: 'conclusion',
    group: 'conclusion',
    outcome: 'error',
    standing: 'inconclusive',
    reason: meaning,
    explained: `exit ${code}: ${meaning}`,
    result: null,
  }
  return [...cases, conclusion]
}

export const isRed = ({ outcome }: Pick<Case, 'outcome'>): boolean =>
  outcome === 'failed' || outcome === 'error'

function caseOf(result: BehaviourResult): Case {
  const standing = standingOf(result)
  const { id, group } = result
  const told = standing !== 'pass'
  return {
    id,
    group,
    standing,
    outcome: outcomeOf(result),
    reason: told ? reasonOf(result, standing) : null,
    explained: told ? explanation(result, [], page, { timeline: true, stack: false }) : null,
    result,
  }
}

function outcomeOf({ verdict, level, cause }: BehaviourResult): Case['outcome'] {
  const must = level === 'must'
  switch (verdict) {
    case 'pass':
      return 'passed'
    case 'fail':
      // A note has no right answer. A should that is not met is what others call an expected failure, and skip.
      return must ? 'failed' : level === 'note' ? 'passed' : 'skipped'
    case 'untested':
      return must ? 'error' : 'skipped'
    case 'inconclusive':
      return must || cause === 'bug' ? 'error' : 'skipped'
    case 'unsupported':
      return 'skipped'
  }
}

function reasonOf({ cause, happened, because }: BehaviourResult, standing: Standing): string {
  const { one } = looks[standing]
  if (standing === 'untested' && because !== null) return `${one}, because of ${because}`
  const named = cause === null || standing === 'differs' ? one : `${one} (${cause})`
  return happened === null ? named : `${named}: ${happened}`
}

/** Long lines are easier to bear than a narrow column, where nobody knows how wide the reader's page is. */
const page: Page = { columns: 100, paint: painter(false) }

/** A name for each record, visible, by which one can be told from the other: the wrapper's spec, unless that comes again. */
export function labelsOf(records: readonly RunRecord[]): readonly string[] {
  const specs = records.map(({ wrapper }) => visible(wrapper.spec))
  const often = timesOf(specs)
  const profiled = specs.map((spec, at) =>
    often.get(spec) === 1 ? spec : `${spec} (${visible(records[at]!.profile)})`,
  )
  const met = new Map<string, number>()
  return profiled.map((label) => {
    const times = (met.get(label) ?? 0) + 1
    met.set(label, times)
    return times === 1 ? label : `${label} (${times})`
  })
}

function timesOf(all: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const each of all) times.set(each, (times.get(each) ?? 0) + 1)
  return times
}

/** A wrapper's version; whoever has none says `-`. */
export const versionOf = ({ wrapper }: Pick<RunRecord, 'wrapper'>): string | null =>
  wrapper.version === '-' ? null : wrapper.version

/** Seconds of trials that each scenario took, under the first behaviour that it decides; they overlap in a run. */
export const trialSecondsOf = ({ effort }: RunRecord): ReadonlyMap<string, number> =>
  new Map(effort.scenarios.map(({ id, seconds }) => [id, seconds]))
