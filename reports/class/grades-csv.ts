import type { Class, Grade } from '../../harness/grade/grade.ts'
import { csvOf } from '../text/csv-field.ts'
import { madeVisible } from '../text/visible.ts'
import { ofAll } from './middle.ts'

/**
 * `grades.csv`, for the instructor: a row for each submission, with its points in all and for each item, hidden ones too.
 * Points are what has been decided; `pending` is what an instructor may yet give. Pure.
 */
export function gradesCsv(graded: Class): string {
  const grades = madeVisible(graded.grades)
  const items = itemColumns(grades)
  const names = [
    ...before.map(([name]) => name),
    ...items.map(({ name }) => name),
    ...after.map(([name]) => name),
  ]
  const rows = grades.map((grade) => [
    ...before.map(([, cell]) => cell(grade)),
    ...items.map(({ at }) => grade.items[at]?.points ?? null),
    ...after.map(([, cell]) => cell(grade)),
  ])
  return csvOf([names, ...rows])
}

type Column = readonly [name: string, cell: (grade: Grade) => string | number | null]

const before: readonly Column[] = [
  ['student', ({ student }) => student],
  ['state', ({ state }) => state],
  ['points', ({ points }) => points],
  ['of', ({ of }) => of],
  ['pending', ({ pending }) => pending],
]

const after: readonly Column[] = [
  ['passed', ({ items }) => sum(items.map(({ passed }) => passed))],
  ['counted', ({ items }) => sum(items.map(({ counted }) => counted))],
  ['undecided', ({ items }) => items.flatMap(({ undecided }) => undecided).join(' ')],
  ['notes', ({ notes }) => notes.join(' ')],
  ['remarks', ({ remarks }) => remarks.join(' ')],
  ['tier', ({ tier }) => tier],
  ['wrapper', ({ submission }) => submission.wrapper],
  ['submission', ({ submission }) => submission.hash],
]

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** Every submission has the items of the assignment, in its order; two of them may have one title, no two columns a name. */
function itemColumns(grades: readonly Grade[]): { name: string; at: number }[] {
  const longest = grades.reduce<Grade['items']>(
    (most, { items }) => (items.length > most.length ? items : most),
    [],
  )
  const taken = new Set([...before, ...after].map(([name]) => name))
  return longest.map(({ title }, at) => {
    const of = ofAll(grades.flatMap(({ items }) => items[at] ?? []))
    const wanted = of === undefined ? title : `${title} (of ${of})`
    const name = taken.has(wanted) ? `${wanted} #${at + 1}` : wanted
    taken.add(name)
    return { name, at }
  })
}
