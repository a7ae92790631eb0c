import fc from 'fast-check'
import { type Setting, blockingSetting, timeoutSetting } from './mode.ts'

/**
 * Timeouts that a sequence sets and may leave behind. Each ends, by the rule on lateness (T + 40 ms + T/8), before the
 * next is due, so that a wait tells which of them is in force.
 */
export const staleSeconds = [0.04, 0.1, 0.2] as const

const blocking = [blockingSetting(true), timeoutSetting(null)]
const nonblocking = [blockingSetting(false)]
const timed = staleSeconds.map(timeoutSetting)
const plain = [...blocking, ...nonblocking, ...timed]

/** One setting, in the words that every wrapper understands alike. */
export const settings: fc.Arbitrary<Setting> = fc.constantFrom(...plain)

/** The same where a timeout of zero means non-blocking. */
export const settingsWithZero: fc.Arbitrary<Setting> = fc.constantFrom(...plain, timeoutSetting(0))

/**
 * How a sequence ends: each kind of mode, left by each kind of setting. Ends that are drawn freely miss a given pair in
 * one run of four: twenty sequences have twenty ends.
 */
export const endings: readonly {
  readonly left: fc.Arbitrary<Setting>
  readonly last: fc.Arbitrary<Setting>
}[] = [blocking, nonblocking, timed].flatMap((left) =>
  [[blockingSetting(true)], [timeoutSetting(null)], nonblocking, timed].map((last) => ({
    left: fc.constantFrom(...left),
    last: fc.constantFrom(...last),
  })),
)
