import { expect, it } from 'vitest'
import { timeline, type TimelineLine } from './timeline.ts'

const drawn = (lines: readonly TimelineLine[]): string[] =>
  lines.map(({ time, calls, who, what }) => `${time} ${calls} ${who}: ${what}`)

it('draws a call that lasts with its beginning, its end, and what happened meanwhile', () => {
  const trace = [
    { atMicros: 1_600, untilMicros: 401_600, who: 'wrapper', what: 'recv(16) → timeout' },
    { atMicros: 200_000, who: 'peer', what: 'sent 8 bytes' },
  ] as const
  expect(drawn(timeline([...trace]))).toEqual([
    '1.6 ┬ wrapper: recv(16)',
    '200.0 │ peer: sent 8 bytes',
    '401.6 ┴ wrapper: recv(16) took 400.0 ms → timeout',
  ])
})

it('draws a short call on one line', () => {
  expect(drawn(timeline([{ atMicros: 40, untilMicros: 610, who: 'wrapper', what: 'open() → ok' }]))).toEqual([
    '0.0 ─ wrapper: open() → ok',
  ])
})

it('draws calls that overlap side by side', () => {
  const trace = [
    { atMicros: 0, untilMicros: 300_000, who: 'wrapper', what: 'recv(1) → ok' },
    { atMicros: 100_000, untilMicros: 200_000, who: 'wrapper', what: 'close() → ok' },
  ] as const
  expect(timeline([...trace]).map(({ calls }) => calls)).toEqual(['┬ ', '│┬', '│┴', '┴ '])
})

it('leaves a call open that never returned', () => {
  const trace = [
    { atMicros: 0, who: 'wrapper', what: 'recv(1) → never' },
    { atMicros: 5_000, who: 'peer', what: 'sent 1 byte' },
  ] as const
  expect(drawn(timeline([...trace]))).toEqual(['0.0 ┬ wrapper: recv(1) → never', '5.0 │ peer: sent 1 byte'])
})

it('leaves out the middle of a long trial, and says so', () => {
  const trace = Array.from({ length: 100 }, (_, at) => ({
    atMicros: at * 1000,
    who: 'peer' as const,
    what: `event ${at}`,
  }))
  const lines = timeline(trace)
  expect(lines).toHaveLength(25)
  expect(lines[6]?.what).toBe('… 76 more lines, in the record …')
  expect(lines.at(-1)?.what).toBe('event 99')
})

it('folds a call that is repeated in vain, so that what came before it stays in sight', () => {
  const tries = Array.from({ length: 40 }, (_, at) => ({
    atMicros: 1_000 + at * 1_000,
    untilMicros: 1_500 + at * 1_000,
    who: 'wrapper' as const,
    what: 'recv(64) → timeout',
  }))
  const sent = { atMicros: 500, who: 'peer' as const, what: 'sent 16 bytes' }
  expect(timeline([sent, ...tries]).map(({ what }) => what)).toEqual([
    'sent 16 bytes',
    'recv(64) → timeout',
    '… and so 38 more times …',
    'recv(64) → timeout',
  ])
})
