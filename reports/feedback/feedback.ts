import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { Grade, GradedItem, Lost } from '../../harness/grade/grade.ts'
import type { BehaviourResult, Record as RunRecord } from '../../harness/record/schema.ts'
import { type Lesson, lessonsOf } from './lessons.ts'
import { inStudentsWords } from './words.ts'

/** What a student is told, before it is text or a page. Everything in it may be shown; texts of a class are visible. */
export interface Feedback {
  readonly title: string
  readonly student: string
  readonly points: number
  readonly of: number
  /** What undecided behaviours that the student may see can yet earn. */
  readonly pending: number
  /** Nobody has to look at anything any more. */
  readonly isFinal: boolean
  /** Why nothing could be run, or what ended it. */
  readonly notes: readonly string[]
  readonly items: readonly ItemLine[]
  /** All that is told of what is hidden: points, of all of it together. */
  readonly hidden: { readonly points: number; readonly of: number } | undefined
  /** What to mend, what most rests on first. */
  readonly lessons: readonly Lesson[]
  /** What was lost without a failure of its own to learn from. */
  readonly rest: readonly Reason[]
}

export interface ItemLine {
  readonly title: string
  readonly points: number
  readonly of: number
  readonly pending: number
  readonly passed: number
  readonly counted: number
  /** One that fails costs the whole item. */
  readonly isAllOrNothing: boolean
}

export interface Reason {
  /** A sentence that the names follow. */
  readonly says: string
  readonly ids: readonly string[]
}

/**
 * @param visible the run that the student may see; undefined where nothing was run
 * @param assignment whose grade it is; the items of both are in the same order
 */
export function feedbackOf(grade: Grade, visible: RunRecord | undefined, assignment: Assignment): Feedback {
  const shown = grade.items.filter(({ hidden }) => !hidden)
  const hidden = grade.items.filter((item) => item.hidden)
  const ids = new Set(shown.flatMap(idsOf))
  // What else the run may hold is none of the student's business: an item that is hidden may have selected it.
  const results = new Map(
    (visible?.behaviours ?? []).flatMap((each) => (ids.has(each.id) ? [[each.id, each]] : [])),
  )
  const noted = new Set(grade.notes)
  const lost = shown.flatMap((item) => item.lost).filter(({ happened }) => !noted.has(happened ?? ''))
  const lessons = lessonsOf(lost, results)
  const told = new Set(lessons.flatMap((lesson) => [lesson.id, ...lesson.alike, ...lesson.untested]))
  return {
    title: inStudentsWords(assignment.title),
    student: inStudentsWords(grade.student),
    points: grade.points,
    of: grade.of,
    pending: sum(shown, ({ pending }) => pending),
    isFinal: grade.state === 'graded',
    notes: [...grade.notes, ...hintsOn(noted, results)].map(inStudentsWords),
    items: grade.items.flatMap((item, at) =>
      item.hidden ? [] : [lineOf(item, assignment.items[at]?.partial === 'none')],
    ),
    hidden:
      hidden.length === 0
        ? undefined
        : { points: sum(hidden, ({ points }) => points), of: sum(hidden, ({ of }) => of) },
    lessons,
    rest: [
      ...reasons(
        lost.filter(({ id }) => !told.has(id)),
        results,
      ),
      ...named(
        'Not decided: the machine that ran your class could not tell. Your instructor will look at it',
        shown,
        'undecided',
      ),
      ...named(
        'Not asked: this machine cannot stage it, or it is about another way than the one that your class declares. It counts neither way',
        shown,
        'unstaged',
      ),
    ],
  }
}

/** Nothing was lost, and nothing can be. */
export const isPerfect = ({ points, of, isFinal, lessons }: Feedback): boolean =>
  of > 0 && points === of && isFinal && lessons.length === 0

/** What to do about what is noted once for everything. */
const hintsOn = (noted: ReadonlySet<string>, results: ReadonlyMap<string, BehaviourResult>): string[] => {
  const hints = [...results.values()].flatMap(({ happened, hint }) =>
    noted.has(happened ?? '') ? [hint] : [],
  )
  return [...new Set(hints)]
}

const idsOf = ({ kept, lost, undecided, unstaged }: GradedItem): string[] => [
  ...kept,
  ...lost.map(({ id }) => id),
  ...undecided,
  ...unstaged,
]

/** In hundredths, which is how points are counted: 0.1 + 0.2 is 0.3. */
const sum = (items: readonly GradedItem[], of: (item: GradedItem) => number): number =>
  Math.round(items.reduce((total, item) => total + of(item) * 100, 0)) / 100

const lineOf = (item: GradedItem, isAllOrNothing: boolean): ItemLine => ({
  title: inStudentsWords(item.title),
  points: item.points,
  of: item.of,
  pending: item.pending,
  passed: item.passed,
  counted: item.counted,
  isAllOrNothing,
})

const named = (says: string, items: readonly GradedItem[], key: 'undecided' | 'unstaged'): Reason[] => {
  const ids = items.flatMap((item) => item[key])
  return ids.length === 0 ? [] : [{ says, ids }]
}

/** Alike ones together, in the order in which each reason came first. */
function reasons(lost: readonly Lost[], results: ReadonlyMap<string, BehaviourResult>): Reason[] {
  const found = new Map<string, string[]>()
  for (const each of lost) {
    const says = reasonOf(each, results.get(each.id))
    found.set(says, [...(found.get(says) ?? []), each.id])
  }
  return [...found].map(([says, ids]) => ({ says, ids }))
}

function reasonOf({ verdict, cause, happened }: Lost, result: BehaviourResult | undefined): string {
  if (verdict === 'unsupported') {
    const what = inStudentsWords(happened ?? result?.happened ?? 'your class does not offer what it needs')
    return `Not offered: ${what}`
  }
  // What it rests on is told above, unless it is nothing that the student may see.
  if (verdict === 'untested') return 'Could not be tried, since something that it rests on is not right yet'
  if (cause === 'time') return 'Not seen to work before the time was over'
  return `Lost: ${inStudentsWords(happened ?? 'it never came to an end')}`
}
