import { afterAll, expect, test } from 'vitest'
import { countStepFromNow, stepWallClock, takeOverDate } from './wall-clock.ts'

const trueDate = Date
const trueNow = Date.now
takeOverDate()
afterAll(() => {
  globalThis.Date = trueDate
  trueDate.now = trueNow
  trueDate.prototype.constructor = trueDate
})

/** How far the clock is off, in minutes, by each way of looking at it. */
function offMinutes(): number[] {
  const { now } = Date
  class Stamp extends Date {}
  const seen = [now(), Date.now(), new Date().getTime(), new Stamp().getTime(), Date.parse(Date())]
  return seen.map((millis) => Math.round((millis - trueNow()) / 60_000) + 0)
}

test('the clock is true until it is stepped in a call, and from the moment of the step on off by it', () => {
  expect(offMinutes()).toEqual([0, 0, 0, 0, 0])
  stepWallClock(60, 3_600)
  countStepFromNow()
  expect(offMinutes()).toEqual([0, 0, 0, 0, 0])
  stepWallClock(0, -3_600)
  expect(offMinutes()).toEqual([0, 0, 0, 0, 0])
  countStepFromNow()
  expect(offMinutes()).toEqual([-60, -60, -60, -60, -60])
  stepWallClock(0, 0)
  expect(offMinutes()).toEqual([0, 0, 0, 0, 0])
})

test('a date is still a Date, and a given moment is what it was', () => {
  stepWallClock(0, 3_600)
  countStepFromNow()
  expect(new Date()).toBeInstanceOf(Date)
  expect(new Date().constructor).toBe(Date)
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
  expect(Date.UTC(1970, 0, 1)).toBe(0)
  stepWallClock(0, 0)
})
