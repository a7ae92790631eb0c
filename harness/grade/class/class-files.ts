import { gradesCsv } from '../../../reports/class/grades-csv.ts'
import { classSummary } from '../../../reports/class/summary.ts'
import type { Scenario } from '../../engine/behaviour.ts'
import type { Class } from '../grade.ts'
import { foldersOf } from '../submissions/names.ts'

/** What is written of a class, by file name. The same grades make the same files, byte for byte. */
export function classFiles(graded: Class, catalogue: readonly Scenario[]): Record<string, string> {
  const folders = foldersOf(graded.students)
  const says = new Map(
    catalogue.flatMap(({ behaviours }) =>
      behaviours.map(({ id, says: sentence }) => [id, sentence] as const),
    ),
  )
  const feedbackOf = (student: string): string | undefined => {
    const folder = folders.get(student)
    return folder === undefined ? undefined : `${folder}/feedback.html`
  }
  return {
    'class.json': `${JSON.stringify(graded, null, 2)}\n`,
    'grades.csv': gradesCsv(graded),
    'summary.html': classSummary(graded, { says, feedbackOf }),
  }
}
