import { gradesCsv } from '../../../reports/class/grades-csv.ts'
import type { Class } from '../grade.ts'

/** What is written of a class, by file name. The same grades make the same files, byte for byte. */
export const classFiles = (graded: Class): Record<string, string> => ({
  'class.json': `${JSON.stringify(graded, null, 2)}\n`,
  'grades.csv': gradesCsv(graded),
})
