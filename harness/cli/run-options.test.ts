import { expect, it } from 'vitest'
import { readLanes, readPath, readProfile, readSeed, readTrials } from './run-options.ts'
import { UsageError } from './usage-error.ts'

it('takes what is well formed', () => {
  expect(readLanes('4')).toBe(4)
  expect(readSeed('-12')).toBe(-12)
  expect(readPath('2:0:1', '42')).toBe('2:0:1')
  expect(readProfile('declared')).toBe('declared')
})

it.each([
  [undefined, 1],
  ['2', 2],
  ['x2', 2],
  ['×2', 2],
])('takes %s for how many times as many trials', (text, factor) => {
  expect(readTrials(text)).toBe(factor)
})

it('draws a seed where none is given', () => {
  expect(readSeed(undefined)).toBeGreaterThanOrEqual(0)
  expect(readSeed(undefined)).not.toBe(readSeed(undefined))
})

it.each([
  ['no lanes', () => readLanes('0')],
  ['too many lanes', () => readLanes('1000')],
  ['half a lane', () => readLanes('0.5')],
  ['words for lanes', () => readLanes('many')],
  ['a fraction for a seed', () => readSeed('1.5')],
  ['nothing for a seed', () => readSeed('')],
  ['a seed beyond whole numbers', () => readSeed('9007199254740993')],
  ['a path without a run', () => readPath('3', '42')],
  ['letters in a path', () => readPath('a:b', '42')],
  ['a path that takes for ever', () => readPath('0:99999999', '42')],
  ['a path without its seed', () => readPath('0:1', undefined)],
  ['no trials', () => readTrials('x0')],
  ['half the trials', () => readTrials('0.5')],
  ['trials without end', () => readTrials('x1000')],
  ['another profile', () => readProfile('strict')],
])('refuses %s', (_name, read) => {
  expect(read).toThrow(UsageError)
})
