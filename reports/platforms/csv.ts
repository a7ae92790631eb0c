import { csvOf } from '../text/csv-field.ts'
import { visible } from '../text/visible.ts'
import type { Reported } from './reported.ts'
import { rowsOf } from './rows.ts'

/** CSV by RFC 4180 under a line of names: a line for each row of points. Nothing in it is carried out as a formula. Pure. */
export function csvReport(reported: Reported): string {
  const student = visible(reported.grade.student)
  return csvOf([
    ['student', 'number', 'item', 'test', 'standing', 'points', 'of', 'pending', 'reason'],
    ...rowsOf(reported).map((row) => [
      student,
      // A spreadsheet would make 1.1 of 1.10.
      `#${row.number}`,
      row.item,
      row.name,
      row.standing,
      row.points,
      row.of,
      row.pending,
      row.reason,
    ]),
  ])
}
