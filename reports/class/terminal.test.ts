import { expect, test } from 'vitest'
import { sampleClass, sampleGrade, sampleGradedItem } from '../feedback/sample.ts'
import { painter } from '../text/paint.ts'
import { classText } from './terminal.ts'

const page = { columns: 80, paint: painter(false) }
const graded = (student: string, points: number, of = 10) =>
  sampleGrade(student, [sampleGradedItem('All', { points, of })], { points, of })

test('the middle of the class is told in points, or in per cent where not all can earn the same', () => {
  expect(classText(sampleClass([graded('a', 10), graded('b', 5)]), page)).toContain(
    '2 submissions: 1 with full marks, median 7.5 of 10',
  )
  expect(classText(sampleClass([graded('a', 10), graded('b', 4, 8)]), page)).toContain('median 75 %')
})

test('who is left to look at is named with the reason, whatever the name', () => {
  const open = { ...graded('eve\u001b[2J', 5), state: 'review' as const, remarks: ['It was lost.'] }
  expect(classText(sampleClass([open]), page)).toMatch(
    /1 submission for you to look at:\n {2}\? eve.*: It was lost\.\n/,
  )
})
