import { expect, test } from 'vitest'
import type { Expiry } from './trial.ts'
import { isExcused, weigh, withoutExcuse } from './weigh.ts'

const expiry = (lateMicros: number, laneMicros?: number): Expiry => ({
  kind: 'expiry',
  of: 'a',
  weigh: 'both',
  call: 'recv(16)',
  timeoutSeconds: 0.08,
  insideMicros: 80_000 + lateMicros,
  outsideMicros: 81_000 + lateMicros,
  ...(laneMicros === undefined ? {} : { delays: { laneMicros, harnessMicros: 0 } }),
})

test('late, but for what kept the process from running: that says nothing either way', () => {
  expect(isExcused(expiry(70_000, 60_000))).toBe(true)
  expect(weigh(withoutExcuse(expiry(70_000, 60_000)))).toEqual({ kind: 'suspect', of: 'late' })
})

test('late by more than that is late, and what is in time needs no excuse', () => {
  expect(isExcused(expiry(70_000, 5_000))).toBe(false)
  expect(weigh(expiry(70_000, 5_000))).toEqual({ kind: 'suspect', of: 'late' })
  expect(isExcused(expiry(1_000, 60_000))).toBe(false)
  expect(isExcused(expiry(70_000))).toBe(false)
})
