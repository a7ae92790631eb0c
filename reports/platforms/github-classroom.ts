import { fitted } from './fit.ts'
import type { Reported } from './reported.ts'
import { type Row, rowsOf } from './rows.ts'

/**
 * What a grader hands to GitHub Classroom's reporter (`autograding-grading-reporter`) as its output `result`: JSON in
 * base64, without a line break in it. Pure.
 *
 * The reporter adds up the tests' scores, so that these are the grade; in its log, line breaks and `::` are commands,
 * which is why the text of tests is visible text.
 */
export function githubClassroomReport(reported: Reported): string {
  const { grade } = reported
  const rows = rowsOf(reported)
  return fitted(mostBytes, (lines) => {
    const document = {
      version: 1,
      status: grade.submission.wrapper === null ? 'error' : grade.points >= grade.of ? 'pass' : 'fail',
      max_score: grade.of,
      tests: rows.map((row) => testOf(row, lines)),
    }
    return `${Buffer.from(JSON.stringify(document)).toString('base64')}\n`
  })
}

/** The reporter reads it from an environment variable, and Linux allows one 131,072 bytes with its name. */
const mostBytes = 120_000

const testOf = (row: Row, lines: number) => ({
  name: row.item === '' || row.id === null ? row.name : `${row.item}: ${row.name}`,
  status: statusOf(row),
  score: row.points,
  message: row.lines.slice(0, lines).join('\n'),
  test_code: row.id ?? '',
  filename: '',
  line_no: 0,
  execution_time: 0,
})

function statusOf({ standing }: Row): 'pass' | 'fail' | 'error' {
  switch (standing) {
    case 'passed':
    // It counts for nobody; a red test would say otherwise.
    case 'unstaged':
      return 'pass'
    case 'failed':
      return 'fail'
    case 'undecided':
      return 'error'
  }
}
