import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sampleScenario } from './fixture.ts'
import { showProgress } from './progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const scenario = sampleScenario('timeout.recv.expires')

function written(isTTY: boolean) {
  const texts: string[] = []
  const output = { isTTY, columns: 60, write: (text: string) => texts.push(text) }
  return { texts, shown: showProgress(output, './a\x1b.ts', false) }
}

it('says little where lines stay: the beginning, now and then, the end', () => {
  const { texts, shown } = written(false)
  shown.progress.planned(scenario.behaviours, 20)
  for (let trial = 0; trial < 10; trial++) shown.progress.trialEnded(scenario)
  vi.advanceTimersByTime(11_000)
  shown.close()
  shown.close()
  expect(texts[0]).toBe('wouldblock: ./a\\x1b.ts: 1 behaviour, 20 trials\n')
  expect(texts).toHaveLength(4)
  expect(texts[1]).toContain('0 of 1 behaviour, 10 of 20 trials, none red')
  expect(texts[3]).toMatch(/over after/)
})

it('redraws two lines on a terminal, only where they changed, and wipes them at the end', () => {
  const { texts, shown } = written(true)
  shown.progress.planned(scenario.behaviours, 20)
  shown.progress.trialStarted(scenario)
  vi.advanceTimersByTime(1_000)
  expect(texts).toHaveLength(2)
  expect(texts[1]).toBe(
    '\r\x1b[1A\x1b[J────────── 0 of 1 behaviour, 0 of 20 trials, none red\ntimeout.recv.expires',
  )
  shown.close()
  shown.close()
  expect(texts.slice(2)).toEqual(['\r\x1b[1A\x1b[J'])
  vi.advanceTimersByTime(1_000)
  expect(texts).toHaveLength(3)
})
