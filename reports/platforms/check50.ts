import { version } from '../../harness/version.ts'
import { fitted } from './fit.ts'
import type { Reported } from './reported.ts'
import { type Row, rowsOf } from './rows.ts'
import { visible } from '../text/visible.ts'

/**
 * JSON as check50 writes it (`-o json`), by https://cs50.github.io/check50/json_specification.html, for whatever reads
 * that. Points, which check50 does not know, are in each check's `data`. Pure.
 */
export function check50Report(reported: Reported): string {
  const rows = rowsOf(reported)
  const names = new Set(rows.map(({ name }) => name))
  return fitted(mostBytes, (lines) => {
    const document = {
      slug: visible(reported.assignment.title),
      results: rows.map((row) => resultOf(row, lines, names)),
      version: `wouldblock ${version}`,
    }
    return `${JSON.stringify(document, null, 1)}\n`
  })
}

const mostBytes = 1_000_000

function resultOf(row: Row, lines: number, names: ReadonlySet<string>) {
  const passed = passedOf(row)
  return {
    name: row.name,
    description: row.standing === 'passed' ? (row.lines[0] ?? row.name) : row.name,
    passed,
    log: row.standing === 'passed' ? [] : row.lines.slice(0, lines),
    cause: passed === true ? null : { rationale: row.reason ?? 'It is not all passed.', help: null },
    data: { points: row.points, max_points: row.of },
    dependency: row.because !== null && names.has(row.because) ? row.because : null,
  }
}

/** Null is what was not checked: what rests on a failure, what the machine could not tell, what counts for nobody. */
function passedOf({ standing, because }: Row): boolean | null {
  if (standing === 'undecided' || standing === 'unstaged' || because !== null) return null
  return standing === 'passed'
}
