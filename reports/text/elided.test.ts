import { expect, it } from 'vitest'
import { elided } from './elided.ts'

const told = (count: number): readonly string[] =>
  elided(
    Array.from({ length: count }, (_, at) => `${at}`),
    { first: 1, last: 2 },
    (left, next) => `${left} from ${next} on`,
  )

it('leaves out what is in the middle, and never one alone', () => {
  expect(told(0)).toEqual([])
  expect(told(4)).toEqual(['0', '1', '2', '3'])
  expect(told(5)).toEqual(['0', '2 from 1 on', '3', '4'])
})
