import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { GradedItem, Lost } from '../../harness/grade/grade.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { inStudentsWords } from '../feedback/words.ts'
import { visible } from '../text/visible.ts'
import { centsOf, pointsOf, shared } from './cents.ts'
import { explained } from './explained.ts'
import type { Reported } from './reported.ts'

/** One line of points as platforms show them: a behaviour, an item that is all or nothing, or all that is hidden. */
export interface Row {
  /** `2.3`: the item, and the place in it. */
  readonly number: string
  /** The behaviour's id, an item's title, or `Hidden tests`; visible text. */
  readonly name: string
  /** The behaviour; null for a row that is not of one. */
  readonly id: string | null
  /** The item's title, visible; empty for what is hidden. */
  readonly item: string
  /** Earned, of how many, and how many are not decided yet. Over all rows they add up to the grade's. */
  readonly points: number
  readonly of: number
  readonly pending: number
  readonly standing: 'passed' | 'failed' | 'undecided' | 'unstaged'
  readonly hidden: boolean
  /** What was asked and what happened, for the student; lines of visible text. */
  readonly lines: readonly string[]
  /** Why it is not passed, in one line. */
  readonly reason: string | null
  /** What has to be mended first, where it is known. */
  readonly because: string | null
}

/** In the order of the assignment, what is hidden last and as one row that has nothing but points. Pure. */
export function rowsOf({ grade, record, assignment }: Reported): readonly Row[] {
  const results = new Map(record?.behaviours.map((result) => [result.id, result]))
  const seen = grade.items.flatMap((item, at) =>
    item.hidden ? [] : rowsOfItem(item, at + 1, assignment.items[at]?.partial ?? 'proportional', results),
  )
  const hidden = grade.items.filter((item) => item.hidden)
  return hidden.length === 0 ? seen : [...seen, hiddenRow(hidden, grade.items.length)]
}

type Results = ReadonlyMap<string, BehaviourResult>
type Partial = Assignment['items'][number]['partial']

function rowsOfItem(item: GradedItem, at: number, partial: Partial, results: Results): Row[] {
  // Without any behaviour that counts here, the item alone can tell what becomes of its points.
  const carries = item.kept.length + item.lost.length + item.undecided.length > 0
  return partial === 'none' || !carries ? [wholeRow(item, at, results)] : behaviourRows(item, at, results)
}

function behaviourRows(item: GradedItem, at: number, results: Results): Row[] {
  const ids = [...item.kept, ...item.lost.map(({ id }) => id), ...item.undecided, ...item.unstaged]
  const order = orderedLike(results, ids)
  // What was kept shares what was earned, and so on: the rows of an item add up to it to the cent.
  const earned = shared(centsOf(item.points), item.kept.length)
  const pending = shared(centsOf(item.pending), item.undecided.length)
  const missed = shared(centsOf(item.of) - centsOf(item.points) - centsOf(item.pending), item.lost.length)
  return order.map((id, place) => {
    const base = {
      ...plain,
      id,
      name: visible(id),
      item: visible(item.title),
      number: `${at}.${place + 1}`,
    }
    const result = results.get(id)
    const lost = item.lost.findIndex((each) => each.id === id)
    if (lost !== -1) {
      const { [lost]: reason } = item.lost
      return { ...base, of: pointsOf(missed[lost] ?? 0), standing: 'failed', ...told(reason!, results) }
    }
    if (item.undecided.includes(id)) {
      const open = pointsOf(pending[item.undecided.indexOf(id)] ?? 0)
      return { ...base, of: open, pending: open, standing: 'undecided', ...left(undecided, result) }
    }
    if (item.unstaged.includes(id)) return { ...base, standing: 'unstaged', ...left(unstaged, result) }
    const points = pointsOf(earned[item.kept.indexOf(id)] ?? 0)
    return { ...base, points, of: points, standing: 'passed', lines: saidOf(result) }
  })
}

/** All or nothing: its behaviours have no points of their own. */
function wholeRow(item: GradedItem, at: number, results: Results): Row {
  const failures = item.lost.map((lost) => ({ lost, ...told(lost, results) }))
  const open = item.undecided.length > 0
  const standing =
    failures.length > 0
      ? 'failed'
      : open || item.pending > 0
        ? 'undecided'
        : item.of === 0
          ? 'unstaged'
          : 'passed'
  return {
    ...plain,
    number: `${at}`,
    name: visible(item.title),
    item: visible(item.title),
    points: item.points,
    of: item.of,
    pending: item.pending,
    standing,
    lines: [
      `All of its ${item.counted} behaviours earn its points, or none does.`,
      ...failures.flatMap(({ lost, lines }) => ['', visible(lost.id), ...lines]),
      ...(open ? ['', `${undecided} ${item.undecided.map(visible).join(', ')}`] : []),
    ],
    reason: failures[0]?.reason ?? (open ? undecided : null),
  }
}

/** No name, no count, no time: their share of the points and nothing else. */
const hiddenRow = (items: readonly GradedItem[], at: number): Row => {
  const sum = (key: 'points' | 'of' | 'pending'): number =>
    pointsOf(items.reduce((cents, item) => cents + centsOf(item[key]), 0))
  const [points, of, pending] = [sum('points'), sum('of'), sum('pending')]
  const standing = points === of ? 'passed' : pending > 0 ? 'undecided' : 'failed'
  return { ...plain, number: `${at}`, name: 'Hidden tests', hidden: true, points, of, pending, standing }
}

const plain = {
  id: null,
  item: '',
  points: 0,
  of: 0,
  pending: 0,
  hidden: false,
  lines: [] as readonly string[],
  reason: null as string | null,
  because: null as string | null,
}

const undecided =
  'The machine could not tell. Your instructor will look at it; it has not cost you points yet.'
const unstaged =
  'Not asked: the machine cannot stage it, or it is about another way than the one that your class declares. It counts neither way.'

function told(lost: Lost, results: Results): Pick<Row, 'lines' | 'reason' | 'because'> {
  const because = lost.because === null ? null : visible(lost.because)
  return { ...explained(lost, results), because }
}

const left = (why: string, result: BehaviourResult | undefined): Pick<Row, 'lines' | 'reason'> => ({
  lines: [...saidOf(result), why],
  reason: why,
})

const saidOf = (result: BehaviourResult | undefined): string[] =>
  result ? [inStudentsWords(result.says)] : []

/** As the record has them; what it does not have comes last. */
function orderedLike(results: Results, ids: readonly string[]): string[] {
  const places = new Map([...results.keys()].map((id, place) => [id, place]))
  const place = (id: string): number => places.get(id) ?? Infinity
  // `Infinity - Infinity` is no order.
  return ids.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
}
