import { expect, test } from 'vitest'
import { paceAfter } from './pace.ts'

const bounds = { least: 1, most: 3 }
const waits = (millis: number) => Array.from({ length: 50 }, () => millis)

test('controls that are late take an examination away, down to one', () => {
  expect(paceAfter({ limit: 3 }, waits(60), { isFull: true, bounds })).toEqual({ limit: 2 })
  expect(paceAfter({ limit: 1 }, waits(60), { isFull: true, bounds })).toEqual({ limit: 1 })
})

test('controls in time add one where all places are taken, up to the most', () => {
  expect(paceAfter({ limit: 2 }, waits(0.2), { isFull: true, bounds })).toEqual({ limit: 3 })
  expect(paceAfter({ limit: 2 }, waits(0.2), { isFull: false, bounds })).toEqual({ limit: 2 })
  expect(paceAfter({ limit: 3 }, waits(0.2), { isFull: true, bounds })).toEqual({ limit: 3 })
})

test('a single late wait changes nothing, nor does a control that has not waited', () => {
  expect(paceAfter({ limit: 2 }, [500, ...waits(8)], { isFull: true, bounds })).toEqual({ limit: 2 })
  expect(paceAfter({ limit: 2 }, [], { isFull: true, bounds })).toEqual({ limit: 2 })
})
