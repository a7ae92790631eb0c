import { centsOf, pointsOf } from './cents.ts'
import { fitted } from './fit.ts'
import type { Reported } from './reported.ts'
import { type Row, rowsOf } from './rows.ts'
import { summaryOf } from './summary.ts'

/**
 * Gradescope's results.json, by https://gradescope-autograders.readthedocs.io/en/latest/specs/. Pure.
 *
 * What is hidden is one test that students see once the assignment is due, since whoever may submit again could search
 * with it. Gradescope shows no total while a test is withheld; so the text that is always shown counts only what is visible.
 */
export function gradescopeReport(reported: Reported): string {
  const { grade } = reported
  const rows = rowsOf(reported)
  const shown = rows.filter(({ hidden }) => !hidden)
  return fitted(mostBytes, (lines) => {
    const document = {
      score: pointsOf(centsOf(grade.points)),
      output: summaryOf(reported, shown).join('\n'),
      // What is not said to be text is rendered as HTML.
      output_format: 'text',
      test_output_format: 'text',
      test_name_format: 'text',
      visibility: 'visible',
      stdout_visibility: 'hidden',
      extra_data: {
        wouldblock: {
          state: grade.state,
          assignment: grade.assignment,
          catalogue: grade.catalogue,
          submission: grade.submission.hash,
          tier: grade.tier,
        },
      },
      tests: rows.map((row) => testOf(row, lines)),
    }
    return `${JSON.stringify(document, null, 1)}\n`
  })
}

/** Gradescope states no limit; a page of more than this is slow to open. */
const mostBytes = 1_000_000

const testOf = (row: Row, lines: number) => ({
  name: row.standing === 'undecided' && !row.hidden ? `${row.name} (undecided)` : row.name,
  number: row.number,
  score: row.points,
  max_score: row.of,
  ...(row.standing === 'passed' || row.standing === 'failed' ? { status: row.standing } : {}),
  ...(row.lines.length === 0 ? {} : { output: row.lines.slice(0, lines).join('\n') }),
  visibility: row.hidden ? 'after_due_date' : 'visible',
})
