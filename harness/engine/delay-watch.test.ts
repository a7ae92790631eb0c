import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nowMicros } from '../clock.ts'
import { DelayWatch } from './delay-watch.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what came before the cause excuses nothing that comes after it', () => {
  const delays = { laneMicros: 0, harnessMicros: 0 }
  const watch = new DelayWatch(() => ({ ...delays }), 0)
  vi.advanceTimersByTime(300)
  delays.laneMicros = 70_000
  watch.mark()
  const causeAt = nowMicros()
  vi.advanceTimersByTime(80)
  delays.laneMicros = 75_000
  delays.harnessMicros = 1_000
  const since = watch.end()
  expect(since(causeAt)).toEqual({ laneMicros: 5_000, harnessMicros: 1_000 })
  expect(since(0)).toEqual({ laneMicros: 75_000, harnessMicros: 1_000 })
})

test('a call with a timeout is looked at on the eve of its expiry', () => {
  const delays = { laneMicros: 0, harnessMicros: 0 }
  const watch = new DelayWatch(() => ({ ...delays }), 0.5)
  const expiresAt = nowMicros() + 500_000
  delays.laneMicros = 40_000
  vi.advanceTimersByTime(520)
  delays.laneMicros = 52_000
  expect(watch.end()(expiresAt).laneMicros).toBe(12_000)
})
