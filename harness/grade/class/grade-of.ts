import { score } from '../assignment/score.ts'
import { type Grade, gradeVersion } from '../grade.ts'
import type { ClassPlan } from './grade-class.ts'
import type { Look } from './look.ts'
import type { Key } from './store.ts'

/** The grade of a submission that has been looked at. Pure. */
export function gradeOf(
  { assignment, counted }: Pick<ClassPlan, 'assignment' | 'counted'>,
  student: string,
  { hash, assignment: assignmentHash, catalogue, tier }: Key,
  { wrapper, records, notes = [], end }: Look,
): Grade {
  const unusable = end.kind === 'unusable' ? end.why : undefined
  const scored = score(assignment, counted, records.visible, records.hidden, { unusable })
  const remark = remarkOn(end)
  return {
    version: gradeVersion,
    student,
    submission: { hash, wrapper },
    assignment: assignmentHash,
    catalogue,
    tier,
    ...scored,
    notes: [...scored.notes, ...notes],
    ...(remark === undefined ? {} : { state: 'review', remarks: [remark, ...scored.remarks] }),
  }
}

/** How the examination ended, where that is the instructor's business. */
function remarkOn(end: Look['end']): string | undefined {
  switch (end.kind) {
    case 'over':
    case 'unusable':
      return undefined
    case 'refused':
      return `It could not be examined: ${end.refusal.what} ${end.refusal.next}`
    case 'overran':
      return 'Its examination was stopped long after its time was over, twice, the second time with nothing beside it.'
    case 'lost':
      return `The process that examines it was lost twice, the second time with nothing beside it: ${end.why}.`
  }
}
