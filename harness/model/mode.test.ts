import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstMode, isBlocking, modeAfter, blockingSetting, timeoutSetting, settingInWords } from './mode.ts'
import { endings, settings, settingsWithZero, staleSeconds } from './settings.ts'

describe('the model of a mode', () => {
  it('starts out blocking', () => {
    expect(firstMode).toBeNull()
    expect(isBlocking(firstMode)).toBe(true)
  })

  it('takes setblocking(true) and settimeout(none) for the same', () => {
    expect(modeAfter(blockingSetting(true))).toBe(modeAfter(timeoutSetting(null)))
  })

  it('takes setblocking(false) and settimeout(0) for the same', () => {
    expect(modeAfter(blockingSetting(false))).toBe(modeAfter(timeoutSetting(0)))
  })

  it('counts a timeout as blocking: its calls may wait', () => {
    expect(modeAfter(timeoutSetting(0.5))).toBe(0.5)
    expect(isBlocking(0.5)).toBe(true)
    expect(isBlocking(0)).toBe(false)
  })

  it('says a setting as a program would write it', () => {
    expect(settingInWords(timeoutSetting(null))).toBe('settimeout(none)')
    expect(settingInWords(timeoutSetting(0.04))).toBe('settimeout(0.04)')
    expect(settingInWords(blockingSetting(false))).toBe('setblocking(false)')
  })
})

describe('the settings of a sequence', () => {
  const drawnFrom = (arbitrary: typeof settings): Set<string> =>
    new Set(fc.sample(arbitrary, { numRuns: 300, seed: 1 }).map(settingInWords))

  it('reach every mode', () => {
    const drawn = drawnFrom(settings)
    for (const words of ['setblocking(true)', 'setblocking(false)', 'settimeout(none)'])
      expect(drawn).toContain(words)
    for (const seconds of staleSeconds) expect(drawn).toContain(`settimeout(${seconds})`)
  })

  it('set a timeout of zero only where zero means non-blocking', () => {
    expect(drawnFrom(settings)).not.toContain('settimeout(0)')
    expect(drawnFrom(settingsWithZero)).toContain('settimeout(0)')
  })

  it('end in twelve ways, each of which leaves one kind of mode by one kind of setting', () => {
    const kinds = endings.map(({ left, last }) => {
      const [from, by] = [left, last].map((each) =>
        [...drawnFrom(each)].map((words) => words.replace(/0\.\d+/, 'T')),
      )
      return `${[...new Set(from)].join(' or ')} then ${[...new Set(by)].join(' or ')}`
    })
    expect(new Set(kinds).size).toBe(12)
    expect(kinds).toContain('settimeout(T) then setblocking(true)')
  })
})
