import fc from 'fast-check'
import { type Setting, blockingSetting, timeoutSetting } from './mode.ts'

/**
 * Timeouts that a sequence sets and may leave behind. Each ends, by the rule on lateness (T + 40 ms + T/8), before the
 * next is due, so that a wait tells which of them is in force.
 */
export const staleSeconds = [0.04, 0.1, 0.2] as const

const plain = [
  blockingSetting(true),
  blockingSetting(false),
  timeoutSetting(null),
  ...staleSeconds.map(timeoutSetting),
]

/** One setting, in the words that every wrapper understands alike. */
export const settings: fc.Arbitrary<Setting> = fc.constantFrom(...plain)

/** The same where a timeout of zero means non-blocking. */
export const settingsWithZero: fc.Arbitrary<Setting> = fc.constantFrom(...plain, timeoutSetting(0))
