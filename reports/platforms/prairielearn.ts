import { fitted } from './fit.ts'
import type { Reported } from './reported.ts'
import { type Row, rowsOf } from './rows.ts'
import { fractionOf, summaryOf } from './summary.ts'

/**
 * PrairieLearn's results.json, by https://prairielearn.readthedocs.io/en/latest/externalGrading/. Pure.
 *
 * Where there is no wrapper to run, or nothing at all could be decided, it is not gradable: that costs no attempt.
 */
export function prairielearnReport(reported: Reported): string {
  const { grade } = reported
  const rows = rowsOf(reported)
  const summary = summaryOf(reported, rows)
  const nothing = rows.every(({ standing }) => standing === 'undecided' || standing === 'unstaged')
  if (grade.submission.wrapper === null || nothing)
    return `${JSON.stringify({ gradable: false, format_errors: summary.length > 1 ? summary.slice(1) : [unknown] }, null, 1)}\n`
  return fitted(mostBytes, (lines) => {
    const document = {
      gradable: true,
      score: fractionOf(reported),
      message: summary.join('\n'),
      tests: rows.map((row) => testOf(row, lines)),
    }
    return `${JSON.stringify(document, null, 1)}\n`
  })
}

const unknown = 'It could not be graded. Your instructor has been left the reason.'

/** Its limit is 1 MB; a MB may be 1,000,000 bytes, and nobody reads that much. */
const mostBytes = 900_000

const testOf = (row: Row, lines: number) => ({
  name: row.name,
  description: row.item,
  points: row.points,
  max_points: row.of,
  ...(row.reason === null ? {} : { message: row.reason }),
  ...(row.lines.length === 0 || lines === 0 ? {} : { output: row.lines.slice(0, lines).join('\n') }),
})
