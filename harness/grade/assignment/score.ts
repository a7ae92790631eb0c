import type { Behaviour } from '../../engine/behaviour.ts'
import type { BehaviourResult, Record as RunRecord } from '../../record/schema.ts'
import type { Grade, GradedItem, Lost } from '../grade.ts'
import type { Assignment } from './assignment.ts'
import { type CountedItem, idsOf } from './counted.ts'
import { type Fate, fateOf } from './fate.ts'
import { inPoints, worthOf } from './points.ts'
import { notesOn, remarksOn } from './told.ts'

/** What a grade says of the points. */
export type Score = Pick<
  Grade,
  'state' | 'points' | 'of' | 'pending' | 'items' | 'faults' | 'notes' | 'remarks'
>

export interface ScoreContext {
  /**
   * Why nothing could be run, in one sentence for the student, where that is the submission's own doing: no wrapper in
   * it, an archive that cannot be unpacked. All of it counts as failed.
   */
  readonly unusable?: string | undefined
}

/** A counted behaviour, what became of it, and what that means for the points. */
export interface Decided {
  readonly behaviour: Behaviour
  readonly result: BehaviourResult | undefined
  readonly fate: Fate
}

/**
 * What a submission has earned. Only what passed earns points; what has not been decided, or is missing from its record
 * for no fault of the submission, is pending, and an instructor has to look. Pure.
 *
 * @param visible of the visible items; undefined where there is none, or where it never came to one
 * @param hidden of the hidden items, alike
 */
export function score(
  assignment: Pick<Assignment, 'limits'>,
  counted: readonly CountedItem[],
  visible: RunRecord | undefined,
  hidden: RunRecord | undefined,
  { unusable }: ScoreContext = {},
): Score {
  const secret = new Set(idsOf(counted, { hidden: true }))
  const decided = counted.map(({ item, behaviours }) => {
    const record = item.hidden ? hidden : visible
    return { item, all: behaviours.map((behaviour) => decide(behaviour, record, unusable)) }
  })

  const worths = decided.map(({ item, all }) => {
    const passed = all.filter(({ fate }) => fate === 'kept').length
    const undecided = all.filter(({ fate }) => fate === 'undecided').length
    const unstaged = all.filter(({ fate }) => fate === 'unstaged').length
    return worthOf(item, { passed, undecided, counted: all.length - unstaged })
  })
  const items = decided.map(({ item, all }, at): GradedItem => {
    const { earned, of, pending } = worths[at]!
    const idsWith = (fate: Fate): string[] =>
      all.filter((each) => each.fate === fate).map(({ behaviour }) => behaviour.id)
    const kept = idsWith('kept')
    const unstaged = idsWith('unstaged')
    return {
      title: item.title,
      hidden: item.hidden,
      points: inPoints(earned),
      of: inPoints(of),
      pending: inPoints(pending),
      passed: kept.length,
      counted: all.length - unstaged.length,
      kept,
      lost: all
        .filter(({ fate }) => fate === 'lost')
        .map((each) => lostOf(each, unusable, item.hidden ? none : secret)),
      undecided: idsWith('undecided'),
      unstaged,
    }
  })

  const faults = decided
    .flatMap(({ all }) => all)
    .flatMap(({ behaviour, result }) =>
      result?.verdict === 'inconclusive' && result.cause === 'bug' ? behaviour.id : [],
    )
  const total = (part: 'earned' | 'of' | 'pending'): number =>
    inPoints(worths.reduce((sum, worth) => sum + worth[part], 0))
  return {
    state: total('pending') > 0 ? 'review' : 'graded',
    points: total('earned'),
    of: total('of'),
    pending: total('pending'),
    items,
    ...(faults.length > 0 ? { faults } : {}),
    notes: notesOn(assignment, decided, unusable),
    remarks: remarksOn(decided, { visible, hidden }, unusable),
  }
}

const none: ReadonlySet<string> = new Set()

function decide(behaviour: Behaviour, record: RunRecord | undefined, unusable: string | undefined): Decided {
  if (unusable !== undefined) return { behaviour, result: undefined, fate: 'lost' }
  const result = record?.behaviours.find(({ id }) => id === behaviour.id)
  return { behaviour, result, fate: record ? fateOf(behaviour, result, record) : 'undecided' }
}

/** @param secret ids that must not be named here */
function lostOf(
  { behaviour, result }: Decided,
  unusable: string | undefined,
  secret: ReadonlySet<string>,
): Lost {
  const { id } = behaviour
  if (!result) return { id, verdict: 'fail', cause: 'crash', happened: unusable ?? null, because: null }
  const { verdict, cause, happened, because } = result
  if (because === null || !secret.has(because)) return { id, verdict, cause, happened, because }
  return {
    id,
    verdict,
    cause,
    happened: 'not seen, because something that it rests on is not met',
    because: null,
  }
}
