import { createHash } from 'node:crypto'
import type { Scenario } from '../../engine/behaviour.ts'
import type { Assignment } from './assignment.ts'
import { meaningOf } from './meaning.ts'
import { misshapen } from './misshapen.ts'
import { senseless } from './sense.ts'
import { assignmentShape } from './shape.ts'
import { type Problem, readYaml } from './yaml.ts'

export type ParsedAssignment =
  | {
      readonly kind: 'assignment'
      readonly assignment: Assignment
      /** SHA-256 of what the file says, in hexadecimal; how it says it, and its comments, do not matter. */
      readonly hash: string
    }
  /** In the order of the file; at least one. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

/** Reads the text of an assignment file. Pure. */
export function parseAssignment(text: string, catalogue: readonly Scenario[]): ParsedAssignment {
  const yaml = readYaml(text)
  if (!('value' in yaml)) return refused(yaml)
  const shape = assignmentShape.safeParse(yaml.value)
  if (!shape.success) return refused(misshapen(shape.error.issues, yaml))
  const assignment = meaningOf(shape.data)
  const findings = senseless(shape.data, assignment, catalogue)
  if (findings.length > 0)
    return refused(findings.map(({ path, what, next }) => ({ ...yaml.placeOf(path), what, next })))
  const hash = createHash('sha256').update(JSON.stringify(assignment)).digest('hex')
  return { kind: 'assignment', assignment, hash }
}

const refused = (problems: readonly Problem[]): ParsedAssignment => ({
  kind: 'refused',
  problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
})
