import { gradesCsv } from '../../../reports/class/grades-csv.ts'
import { classSummary } from '../../../reports/class/summary.ts'
import type { Scenario } from '../../engine/behaviour.ts'
import { type Class, classSchema } from '../grade.ts'
import { foldersOf } from '../submissions/names.ts'

/**
 * What is written of a class, by file name. The same verdicts make the same files, byte for byte, whether its grades were
 * made at once, by several calls or in shards.
 */
export function classFiles(graded: Class, catalogue: readonly Scenario[]): Record<string, string> {
  const lasting = lastingOf(graded)
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
    'class.json': `${JSON.stringify(lasting, null, 2)}\n`,
    'grades.csv': gradesCsv(lasting),
    'summary.html': classSummary(lasting, { says, feedbackOf }),
  }
}

/** What happened names ports and milliseconds, of one time and one machine: it is told beside each submission. */
function lastingOf(graded: Class): Class {
  const grades = graded.grades.map((grade) => ({
    ...grade,
    items: grade.items.map((item) => ({
      ...item,
      lost: item.lost.map((each) => ({ ...each, happened: null })),
    })),
  }))
  // In the order of the schema, which grades that have been read again are in.
  return classSchema.parse({ ...graded, grades })
}
