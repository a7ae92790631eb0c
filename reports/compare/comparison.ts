import { type Conclusion, conclusionOf } from '../../harness/cli/exit-codes.ts'
import type { BehaviourResult, Record as RunRecord } from '../../harness/record/schema.ts'
import { type Standing, standingOf } from '../text/standing.ts'
import { type Findings, mended, accounted } from './findings.ts'

/** A wrapper that was run, and how it is called. */
export interface Compared {
  readonly name: string
  readonly record: RunRecord
  readonly findings?: Findings
}

/** A wrapper that was asked for and could not be run. */
export interface Skipped {
  readonly name: string
  readonly reason: string
}

export interface Column extends Compared {
  /** From 1 on; it stands for the name where there is little room. */
  readonly number: number
  /** Confirmed failures are accounted for. */
  readonly conclusion: Conclusion
  /** How many failures were confirmed by hand, and which of them are no more. */
  readonly confirmed: number
  readonly mended: readonly string[]
}

/** The gravest standing of a wrapper's behaviours in a group, and how many stand so; undefined where it has none. */
export type Cell = { readonly standing: Standing; readonly count: number } | undefined

export interface Difference {
  readonly id: string
  readonly level: BehaviourResult['level']
  readonly says: string
  /** In the order of the columns; undefined where a wrapper's run did not have it. */
  readonly results: readonly (BehaviourResult | undefined)[]
}

export interface Comparison {
  readonly columns: readonly Column[]
  readonly groups: readonly { readonly name: string; readonly cells: readonly Cell[] }[]
  /** What some wrapper does not keep, and notes that they take different ways in: by level, then as in the catalogue. */
  readonly differences: readonly Difference[]
}

/** Lays wrappers side by side. Pure. */
export function comparisonOf(compared: readonly Compared[]): Comparison {
  const columns = compared.map((each, at) => columnOf(each, at + 1))
  return { columns, groups: groupsOf(columns), differences: differencesOf(columns) }
}

function columnOf(compared: Compared, number: number): Column {
  const { record, findings = {} } = compared
  const { behaviours } = record
  return {
    ...compared,
    number,
    conclusion: conclusionOf({ behaviours: accounted(behaviours, findings) }),
    confirmed: behaviours.filter(({ id, verdict }) => verdict === 'fail' && Object.hasOwn(findings, id))
      .length,
    mended: mended(behaviours, findings),
  }
}

/** The gravest first: what is red, what warns, and what a wrapper has no part in says least. */
const gravity: readonly (readonly [standing: Standing, level?: BehaviourResult['level']])[] = [
  ['fail'],
  ['untested', 'must'],
  ['inconclusive', 'must'],
  ['warning'],
  ['untested'],
  ['inconclusive'],
  ['differs'],
  ['pass'],
  ['unsupported'],
]

function groupsOf(columns: readonly Column[]): Comparison['groups'] {
  const all = columns.flatMap(({ record }) => record.behaviours)
  return [...new Set(all.map(({ group }) => group))].map((name) => ({
    name,
    cells: columns.map(({ record }) => cellOf(record.behaviours.filter(({ group }) => group === name))),
  }))
}

function cellOf(members: readonly BehaviourResult[]): Cell {
  const passes = members.some(({ verdict }) => verdict === 'pass')
  // One of several ways is no fault of a group whose other behaviours pass.
  const told = members.filter((each) => !passes || standingOf(each) !== 'differs')
  const gravest = gravity.find(([standing, level]) => told.some((each) => stands(each, standing, level)))
  if (!gravest) return undefined
  const [standing] = gravest
  return { standing, count: told.filter((each) => standingOf(each) === standing).length }
}

const stands = (
  result: BehaviourResult,
  standing: Standing,
  level: BehaviourResult['level'] | undefined,
): boolean => standingOf(result) === standing && (level === undefined || result.level === level)

function differencesOf(columns: readonly Column[]): readonly Difference[] {
  const first = new Map<string, BehaviourResult>()
  for (const { record } of columns)
    for (const result of record.behaviours) if (!first.has(result.id)) first.set(result.id, result)
  const differences = [...first.values()].map(({ id, level, says }) => ({
    id,
    level,
    says,
    results: columns.map(({ record }) => record.behaviours.find((each) => each.id === id)),
  }))
  return levels.flatMap((level) => differences.filter((each) => each.level === level && isTold(each)))
}

const levels = ['must', 'should', 'note'] as const

/** What is untested is told where its cause is, if that was part of the run. */
const isTold = ({ results }: Difference): boolean =>
  results.some(
    (result) =>
      result !== undefined &&
      result.verdict !== 'pass' &&
      result.verdict !== 'unsupported' &&
      result.verdict !== 'untested',
  )

/** The behaviours of a run that are untested because of one, at first or at second hand. Pure. */
export function shadowsOf(id: string, behaviours: readonly BehaviourResult[]): readonly BehaviourResult[] {
  const own = behaviours.filter((each) => each.verdict === 'untested' && each.because === id)
  return own.flatMap((each) => [each, ...shadowsOf(each.id, behaviours)])
}
