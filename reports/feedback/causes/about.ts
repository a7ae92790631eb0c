import { earlyRepeatedMicros, grosslyLateMicros, lateWakeMicros } from '../../../harness/clock.ts'

/*
 * What a wait is taken for where its cause is told. The judge has decided by then that it is wrong; nothing here makes it so.
 */

/** A wait may look shorter by what the judge passes over, at either end of it. */
export const shortBySeconds = (2 * earlyRepeatedMicros) / 1e6

/** One call by itself, on a machine that may be busy: as much later as a wake-up may be seen from outside. */
export const oneLateSeconds = lateWakeMicros / 1e6

/** Several waits have to follow one rule: half of the shortest slice that is told from the others, which is 50 ms. */
export const eachLateSeconds = 0.025

/** Of several calls that ought to be alike, the quickest: what a busy machine adds is in the others. */
export const quickestLateSeconds = 0

/** What was still not over so long after its time was no machine's doing. */
export const overdueSeconds = grosslyLateMicros / 1e6

/** What is waited for comes within half a second: a wait that lasts for all of such a timeout, or a longer one, overlooks it. */
export const tellingSeconds = 1

/** Timers that coalesce, as some kernels' and runtimes' do, are late by a share of the timeout. */
const lateShare = 0.05

/** Whether a wait lasted about so long: a busy machine makes it longer, and never shorter. */
export const isAbout = (tookSeconds: number, seconds: number, lateSeconds: number): boolean =>
  tookSeconds > seconds - shortBySeconds && tookSeconds < seconds * (1 + lateShare) + lateSeconds

/** With a fifth of its time left a wait was ended by something else: clocks and their ticks take less from all but the shortest. */
const cutShortShare = 0.8

export const isCutShort = (tookSeconds: number, seconds: number): boolean =>
  tookSeconds < cutShortShare * seconds

/** Whoever waits for a half or a third of the time does wait. Of the shortest timeouts nobody can tell. */
const atOnceShare = 0.3
const atOnceFromSeconds = 0.1

/** Whether of so many seconds none was waited for. */
export const isAtOnce = (tookSeconds: number, seconds: number): boolean =>
  seconds >= atOnceFromSeconds && tookSeconds < atOnceShare * seconds

/** The longest timeouts of a run are of half a second and more: two waits that end a tick of 15 ms late each add as much. */
const wholeWithin = 0.06

/** Whether waits last so many times their timeout since there are so many of them, rather than a longer one. */
export const isWhole = (factor: number): boolean =>
  Math.round(factor) >= 2 && Math.abs(factor - Math.round(factor)) < wholeWithin

/** A number that is kept is not measured; but a thousandth of half a second, cut to whole microseconds, is off by as much. */
const keptWithin = 0.002

/** And where nothing is left, a fraction of a microsecond may be. */
const nothingSeconds = 2e-7

export const isSameNumber = (keptSeconds: number, seconds: number): boolean =>
  Math.abs(keptSeconds - seconds) <= Math.max(keptWithin * seconds, nothingSeconds)
