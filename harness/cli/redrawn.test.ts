import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { redrawn } from './redrawn.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function written(live: boolean, frame: () => string) {
  const texts: string[] = []
  return { texts, shown: redrawn({ write: (text) => texts.push(text) }, { live }, frame) }
}

it('puts a line that stays above the one that is redrawn', () => {
  const { texts, shown } = written(true, () => 'one runs')
  shown.redraw()
  shown.say('another is over')
  expect(texts).toEqual(['one runs', '\r\x1b[Kanother is over\n', 'one runs'])
})

it('writes nothing where nothing has changed, and all of it where something has', () => {
  let lines = 'first\nsecond'
  const { texts } = written(true, () => lines)
  vi.advanceTimersByTime(1_000)
  expect(texts).toEqual(['first\nsecond'])
  lines = 'first\nthird'
  vi.advanceTimersByTime(1_000)
  expect(texts).toEqual(['first\nsecond', '\r\x1b[1A\x1b[Jfirst\nthird'])
})

it('draws nothing any more once it is closed, and still says what it is told to', () => {
  const { texts, shown } = written(true, () => 'one runs')
  shown.redraw()
  shown.close()
  shown.close()
  shown.say('it was stopped')
  vi.advanceTimersByTime(1_000)
  expect(texts).toEqual(['one runs', '\r\x1b[K', 'it was stopped\n'])
})

it('leaves all lines as they are where it is not live', () => {
  const { texts, shown } = written(false, () => 'one runs')
  shown.redraw()
  shown.say('another is over')
  vi.advanceTimersByTime(1_000)
  shown.close()
  expect(texts).toEqual(['another is over\n'])
})
