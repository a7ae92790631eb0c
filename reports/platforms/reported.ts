import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { Grade } from '../../harness/grade/grade.ts'
import type { Record as RunRecord } from '../../harness/record/schema.ts'

/** What came of one submission: all that a platform's file is made of. */
export interface Reported {
  readonly grade: Grade
  /** The run of what students may see; undefined where nothing could be run. Nothing of a hidden run belongs here. */
  readonly record: RunRecord | undefined
  readonly assignment: Assignment
}
