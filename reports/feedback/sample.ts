import type { Behaviour } from '../../harness/engine/behaviour.ts'
import type { Assignment, Item } from '../../harness/grade/assignment/assignment.ts'
import type { CountedItem } from '../../harness/grade/assignment/counted.ts'
import { type Class, type Grade, type GradedItem, gradeVersion } from '../../harness/grade/grade.ts'

/** Made-up assignments and grades, for the tests of what is made of them. */

export const sampleItem = (title: string, rest: Partial<Item> = {}): Item => ({
  title,
  behaviours: [],
  groups: [],
  levels: ['must'],
  points: { together: 10 },
  partial: 'proportional',
  hidden: false,
  ...rest,
})

/** An item that counts these behaviours, whatever selects them. */
export const sampleCounted = (
  title: string,
  behaviours: readonly Behaviour[],
  rest: Partial<Item> = {},
): CountedItem => ({ item: sampleItem(title, rest), behaviours })

export const sampleAssignment = (rest: Partial<Assignment> = {}): Assignment => ({
  title: 'A socket that keeps its promises',
  wrapper: { files: ['my_socket.py'] },
  profile: 'page',
  features: [],
  items: [sampleItem('Timeouts', { groups: ['timeout'] })],
  leftOut: [],
  seeds: { visible: 1, hidden: 2 },
  limits: { seconds: 120, memoryMiB: 512, diskMiB: 64, processes: 64 },
  quick: true,
  ...rest,
})

export const sampleGradedItem = (title: string, rest: Partial<GradedItem> = {}): GradedItem => ({
  title,
  hidden: false,
  points: 10,
  of: 10,
  pending: 0,
  passed: 4,
  counted: 4,
  kept: [],
  lost: [],
  undecided: [],
  unstaged: [],
  ...rest,
})

/** Its sums are those of its items, unless said otherwise. */
export function sampleGrade(student: string, items: readonly GradedItem[], rest: Partial<Grade> = {}): Grade {
  const sum = (of: (item: GradedItem) => number): number => items.reduce((total, item) => total + of(item), 0)
  return {
    version: gradeVersion,
    student,
    submission: { hash: 'ab'.repeat(32), wrapper: 'my_socket.py' },
    assignment: 'cd'.repeat(32),
    catalogue: '0123456789abcdef',
    tier: 'plain',
    state: items.some(({ undecided }) => undecided.length > 0) ? 'review' : 'graded',
    points: sum(({ points }) => points),
    of: sum(({ of }) => of),
    pending: sum(({ pending }) => pending),
    items: [...items],
    notes: [],
    remarks: [],
    ...rest,
  }
}

export const sampleClass = (grades: readonly Grade[]): Class => ({
  version: gradeVersion,
  title: 'A socket that keeps its promises',
  assignment: 'cd'.repeat(32),
  catalogue: '0123456789abcdef',
  seeds: { visible: 1, hidden: 2 },
  shard: { index: 1, of: 1 },
  students: grades.map(({ student }) => student),
  grades: [...grades],
})
