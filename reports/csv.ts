import type { BehaviourResult, Record as RunRecord } from '../harness/record/schema.ts'
import { labelsOf, trialSecondsOf, versionOf } from './ci/cases.ts'
import { inputInWords } from './text/counterexample.ts'
import { csvOf } from './text/csv-field.ts'
import { standingOf } from './text/standing.ts'
import { madeVisible } from './text/visible.ts'

/**
 * CSV by RFC 4180, a row for each behaviour of each wrapper, under a line of names. Pure.
 */
export function csvReport(records: readonly RunRecord[]): string {
  const labels = labelsOf(records)
  const rows = records.map(madeVisible).flatMap((record, at) => {
    const seconds = trialSecondsOf(record)
    return record.behaviours.map((result) =>
      columns.map(([, cell]) =>
        cell({ record, result, label: labels[at]!, seconds: seconds.get(result.id) ?? 0 }),
      ),
    )
  })
  const names = columns.map(([name]) => name)
  return csvOf([names, ...rows])
}

interface Row {
  readonly record: RunRecord
  readonly result: BehaviourResult
  readonly label: string
  /** Of trials, which overlap; 0 where another behaviour shares them. */
  readonly seconds: number
}

type Cell = string | number | null

const columns: readonly (readonly [name: string, cell: (row: Row) => Cell])[] = [
  ['wrapper', ({ label }) => label],
  ['name', ({ record }) => record.wrapper.name],
  ['version', ({ record }) => versionOf(record)],
  ['language', ({ record }) => record.wrapper.language],
  ['profile', ({ record }) => record.profile],
  ['id', ({ result }) => result.id],
  ['group', ({ result }) => result.group],
  ['level', ({ result }) => result.level],
  ['tier', ({ result }) => result.tier],
  ['verdict', ({ result }) => result.verdict],
  // What the level makes of the verdict: fail, warning, differs …
  ['standing', ({ result }) => standingOf(result)],
  ['cause', ({ result }) => result.cause],
  ['because', ({ result }) => result.because],
  ['expected', ({ result }) => result.expected],
  ['happened', ({ result }) => result.happened],
  ['input', ({ result }) => inputInWords(result.counterexample)],
  ['rate_failed', ({ result }) => result.rate?.failed ?? null],
  ['rate_of', ({ result }) => result.rate?.of ?? null],
  ['carried_over', ({ result }) => (result.carriedOver ? 'yes' : 'no')],
  ['trials', ({ result }) => result.trials],
  ['trial_seconds', ({ seconds }) => seconds],
  ['says', ({ result }) => result.says],
  ['source', ({ result }) => result.source],
  ['hint', ({ result }) => result.hint],
  ['replay', ({ result }) => result.replay],
  ['seed', ({ record }) => record.seed],
  ['started_at', ({ record }) => record.environment.startedAt],
]
