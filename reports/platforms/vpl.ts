import { pointsText } from './cents.ts'
import { fitted } from './fit.ts'
import type { Reported } from './reported.ts'
import { type Row, rowsOf } from './rows.ts'
import { summaryOf } from './summary.ts'

/**
 * What the evaluation of Moodle's Virtual Programming Lab prints: a block of comments, then the grade. Pure.
 *
 * A line of a comment that begins with `-` is a heading, and one with `>` stands as it is. The last line that begins with
 * `Grade :=>>` counts wherever it stands, so that no other line may begin so. The grade is in points of the assignment:
 * the activity's highest grade has to be the same. While something is undecided there is none, so that VPL leaves it to
 * the instructor.
 */
export function vplReport(reported: Reported): string {
  const rows = rowsOf(reported)
  return fitted(mostBytes, (lines) =>
    [
      '<|--',
      ...summaryOf(reported, rows).map(inert),
      ...rows.flatMap((row) => [`-${inert(heading(row))}`, ...told(row, lines)]),
      '--|>',
      ...(reported.grade.pending > 0 ? [] : [`Grade :=>> ${pointsText(reported.grade.points)}`]),
      '',
    ].join('\n'),
  )
}

/** What a jail server passes on is bounded by the size of a file, which is often set to 64 KiB. */
const mostBytes = 60_000

const heading = ({ name, points, of, standing }: Row): string =>
  `${name}: ${pointsText(points)} / ${pointsText(of)}${standing === 'undecided' ? ', undecided' : ''}`

const told = ({ standing, lines }: Row, most: number): string[] =>
  standing === 'passed' ? [] : lines.slice(0, most).map((line) => `>${inert(line)}`)

/** What VPL would take for the end of the comment or for a grade. */
const inert = (line: string): string =>
  line.replaceAll(':=>>', ':= >>').replaceAll('--|>', '-- |>').replaceAll('<|--', '<| --')
