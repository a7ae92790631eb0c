import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nowMicros } from '../clock.ts'
import { DelayWatch } from './delay-watch.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what came before the cause excuses nothing that comes after it, and threads do not add up', () => {
  const threads = new Map([['1', 0]])
  let harnessMicros = 0
  const watch = new DelayWatch(() => ({ threads: new Map(threads), harnessMicros }), 0)
  vi.advanceTimersByTime(300)
  threads.set('1', 70_000).set('2', 3_000)
  watch.mark()
  const causeAt = nowMicros()
  vi.advanceTimersByTime(80)
  threads.set('1', 75_000).set('2', 6_000).set('3', 1_000)
  harnessMicros = 1_000
  const since = watch.end()
  expect(since(causeAt)).toEqual({ laneMicros: 5_000, harnessMicros: 1_000 })
  expect(since(0)).toEqual({ laneMicros: 75_000, harnessMicros: 1_000 })
})

test('a call with a timeout is looked at on the eve of its expiry', () => {
  const threads = new Map([['1', 0]])
  const watch = new DelayWatch(() => ({ threads: new Map(threads), harnessMicros: 0 }), 0.5)
  const expiresAt = nowMicros() + 500_000
  threads.set('1', 40_000)
  vi.advanceTimersByTime(520)
  threads.set('1', 52_000)
  expect(watch.end()(expiresAt).laneMicros).toBe(12_000)
})
