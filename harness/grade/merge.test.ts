import { describe, expect, test } from 'vitest'
import { sampleGrade } from '../../reports/feedback/sample.ts'
import { type Class, classSchema, type Grade, gradeVersion } from './grade.ts'
import { merge, type Part } from './merge.ts'
import { inShard } from './shard.ts'

const students = ['ann', 'bob', 'carl', 'dora', 'eve']

const grade = (student: string): Grade =>
  sampleGrade(student, [], { assignment: 'a', catalogue: 'c', points: student.length, of: 10 })

const classOf = (index: number, of: number): Class => ({
  version: gradeVersion,
  title: 'Sockets',
  assignment: 'a',
  catalogue: 'c',
  seeds: { visible: 1, hidden: 2 },
  shard: { index, of },
  students,
  grades: inShard(students, { index, of }).map(grade),
})

const part = (index: number, of: number, changed: Partial<Class> = {}): Part => ({
  named: `out/${index}`,
  graded: { ...classOf(index, of), ...changed },
})

test.each([1, 2, 3, 5, 8])('%s shards in any order make what the whole class makes', (of) => {
  const parts = Array.from({ length: of }, (_, at) => part(at + 1, of)).toReversed()
  expect(JSON.stringify(merge(parts))).toBe(JSON.stringify(classOf(1, 1)))
  expect(classSchema.parse(merge(parts))).toEqual(classOf(1, 1))
})

describe('refused is', () => {
  test.each([
    ['nothing', [], 'There is nothing to merge.'],
    ['a gap', [part(1, 3), part(3, 3)], 'Of 3 shards, number 2 is missing.'],
    ['several gaps', [part(2, 4)], 'Of 4 shards, numbers 1, 3, 4 are missing.'],
    ['a double', [part(1, 2), part(1, 2), part(2, 2)], 'out/1 and out/1 are both shard 1 of 2.'],
    ['another cut', [part(1, 2), part(2, 3)], 'out/1 and out/2 differ in their number of shards'],
    ['another catalogue', [part(1, 2), part(2, 2, { catalogue: 'd' })], 'differ in their catalogue'],
    ['another assignment', [part(1, 2), part(2, 2, { assignment: 'b' })], 'differ in their assignment'],
    ['other seeds', [part(1, 2), part(2, 2, { seeds: { visible: 1, hidden: 3 } })], 'differ in their seeds'],
    ['another class', [part(1, 2), part(2, 2, { students: ['ann'] })], 'differ in their list of students'],
    ['a grade less', [part(1, 2, { grades: [grade('ann'), grade('carl')] })], '"eve" is missing'],
    [
      'a grade more',
      [part(2, 2, { grades: [grade('bob'), grade('dora'), grade('eve')] })],
      'shard 2 of 2, but does not hold the grades of that: "eve" is not of it',
    ],
    [
      'a grade from before the catalogue changed',
      [part(1, 1, { grades: students.map((each) => ({ ...grade(each), catalogue: 'b' })) })],
      'In out/1, "ann" was graded by another assignment or catalogue.',
    ],
  ] as const)('%s', (_what, parts, message) => {
    expect(() => merge(parts)).toThrow(message)
  })
})
