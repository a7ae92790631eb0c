import type { Reported } from './reported.ts'
import type { Row } from './rows.ts'
import { inStudentsWords } from '../feedback/words.ts'
import { centsOf, pointsOf, pointsText } from './cents.ts'

/** What is said of the whole submission, for the student: how many points in these rows, and what befell it. Pure. */
export function summaryOf({ grade }: Reported, rows: readonly Row[]): readonly string[] {
  const sum = (key: 'points' | 'of' | 'pending'): number =>
    pointsOf(rows.reduce((cents, row) => cents + centsOf(row[key]), 0))
  const pending = sum('pending')
  return [
    `${pointsText(sum('points'))} of ${pointsText(sum('of'))} points.`,
    ...(pending > 0 ? [`${pointsText(pending)} more are not decided yet.`] : []),
    ...grade.notes.map((note) => inStudentsWords(note)),
  ]
}

/** From 0 to 1, and exactly 1 for full points. */
export const fractionOf = ({ grade: { points, of } }: Reported): number =>
  of <= 0 ? 0 : points >= of ? 1 : Math.max(0, Math.min(1, Math.round((points / of) * 1e6) / 1e6))
