import type { BehaviourResult, Record as RunRecord } from '../../harness/record/schema.ts'
import { labelsOf } from '../ci/cases.ts'
import { standings, standingOf, type Standing } from '../text/standing.ts'

/** A wrapper on the page: a column. */
export interface Subject {
  readonly name: string
  readonly record: RunRecord
  readonly results: ReadonlyMap<string, BehaviourResult>
  /** Where failures were confirmed by hand, by behaviour id. */
  readonly findings: ReadonlyMap<string, string>
}

/** A behaviour on the page: a row. What is said of it is the same in whatever record it stands. */
export type Row = Pick<BehaviourResult, 'id' | 'group' | 'level' | 'tier' | 'says' | 'source' | 'hint'>

export interface Group {
  readonly name: string
  readonly rows: readonly Row[]
}

/** What the page is about: columns, and rows in groups. */
export interface Overview {
  readonly subjects: readonly Subject[]
  readonly groups: readonly Group[]
  readonly rows: readonly Row[]
}

export function overviewOf(
  records: readonly RunRecord[],
  names: readonly string[],
  findings: readonly (Readonly<Record<string, string>> | undefined)[],
): Overview {
  const subjects = records.map((record, at) => ({
    name: names[at] ?? record.wrapper.spec,
    record,
    results: new Map(record.behaviours.map((result) => [result.id, result])),
    findings: new Map(Object.entries(findings[at] ?? {})),
  }))
  const rows = rowsOf(records)
  const groupNames = [...new Set(rows.map(({ group }) => group))]
  const groups = groupNames.map((name) => ({ name, rows: rows.filter(({ group }) => group === name) }))
  return { subjects, groups, rows: groups.flatMap((group) => group.rows) }
}

/** In the order of the catalogue, which the longest record knows best. */
function rowsOf(records: readonly RunRecord[]): Row[] {
  const byLength = records.toSorted((a, b) => b.behaviours.length - a.behaviours.length)
  const all = byLength.flatMap(({ behaviours }) => behaviours)
  const rows = new Map<string, Row>()
  for (const result of all) {
    // A failure may bring a hint of its own; what stands in the row is the behaviour's.
    if (!rows.has(result.id) || result.verdict !== 'fail')
      if (!isSettled(rows.get(result.id))) rows.set(result.id, result)
  }
  return [...rows.values()]
}

const isSettled = (row: Row | undefined): boolean =>
  row !== undefined && 'verdict' in row && row.verdict !== 'fail'

/** A record's own name for its wrapper is often `Socket`; a file's name tells more, and where that comes again the whole spec. */
export function shortNames(records: readonly RunRecord[]): string[] {
  const labels = labelsOf(records)
  const short = records.map(({ wrapper: { spec } }) =>
    /^[\w-]+:/.test(spec) ? spec : (spec.split('/').at(-1) ?? spec),
  )
  return short.map((name, at) =>
    short.filter((each) => each === name).length > 1 ? (labels[at] ?? name) : name,
  )
}

/** From the gravest to the least: what a group is called by where it has several. */
const gravity: readonly Standing[] = [
  'fail',
  'untested',
  'inconclusive',
  'warning',
  'pass',
  'differs',
  'unsupported',
]

/** How many rows stand how with a wrapper; absent ones are left out. */
export function countedStandings(subject: Subject, rows: readonly Row[]): ReadonlyMap<Standing, number> {
  const found = rows.flatMap(({ id }) => {
    const result = subject.results.get(id)
    return result ? [standingOf(result)] : []
  })
  const counted = standings.map(
    (standing) => [standing, found.filter((each) => each === standing).length] as const,
  )
  return new Map(counted.filter(([, count]) => count > 0))
}

export const gravest = (counted: ReadonlyMap<Standing, number>): Standing | undefined =>
  gravity.find((standing) => counted.has(standing))
