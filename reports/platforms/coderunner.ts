import { escaped } from '../html/escape.ts'
import { pointsText } from './cents.ts'
import { fitted } from './fit.ts'
import type { Reported } from './reported.ts'
import { rowsOf } from './rows.ts'
import { fractionOf, summaryOf } from './summary.ts'

/**
 * What a combinator template grader of Moodle's CodeRunner prints, by the chapter "Combinator-template grading" of its
 * documentation. Pure.
 *
 * CodeRunner shows prologue and epilogue as the HTML that they are; the cells of a column `%s` it escapes itself.
 */
export function coderunnerReport(reported: Reported): string {
  const rows = rowsOf(reported)
  const summary = summaryOf(reported, rows)
  return fitted(mostBytes, (lines) => {
    const document = {
      fraction: fractionOf(reported),
      prologuehtml: summary.map((line) => `<p>${escaped(line)}</p>`).join(''),
      testresults: [
        ['iscorrect', 'Test', 'Points', 'What happened'],
        ...rows.map((row) => [
          row.standing === 'passed' || row.standing === 'unstaged' ? 1 : 0,
          row.name,
          `${pointsText(row.points)} / ${pointsText(row.of)}`,
          row.standing === 'passed' ? '' : row.lines.slice(0, lines).join('\n'),
        ]),
      ],
      // Of the columns that are shown.
      columnformats: ['%s', '%s', '%s'],
    }
    return `${JSON.stringify(document)}\n`
  })
}

/** Jobe, which runs the grader, cuts what a program prints at 2 MB; Moodle stores each attempt. */
const mostBytes = 400_000
