import { relative, resolve } from 'node:path'
import { classText } from '../../reports/class/terminal.ts'
import { painter } from '../../reports/text/paint.ts'
import type { Class, Grade } from '../grade/grade.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { columnsOf, wantsColour } from './output.ts'
import { userFolder } from './package-root.ts'

/** Tells how a class did whose results lie in `out`, an absolute path, and how the command ends. */
export function tellClass(graded: Class, out: string, color: boolean): ExitCode {
  const page = { columns: columnsOf(process.stdout), paint: painter(wantsColour(process.stdout, color)) }
  const place = (name: string): string => relative(userFolder(), resolve(out, name))
  process.stdout.write(classText(graded, page))
  process.stdout.write(`\nPoints: ${place('grades.csv')}\nAs a page: ${place('summary.html')}\n`)
  return codeOf(graded.grades)
}

/** Whoever is not graded needs a person; the suite's own bug needs us. */
export function codeOf(grades: readonly Grade[]): ExitCode {
  if (grades.some(({ faults }) => faults !== undefined)) return exitCodes.bug
  return grades.some(({ state }) => state === 'review') ? exitCodes.inconclusive : exitCodes.conforms
}
