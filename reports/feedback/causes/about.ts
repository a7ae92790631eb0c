import { earlyRepeatedMicros, lateWakeMicros } from '../../../harness/clock.ts'

/*
 * What a wait is taken for where its cause is told. The judge has decided by then that it is wrong; nothing here makes it so.
 */

/** A wait may look shorter by what the judge passes over, at either end of it. */
export const shortBySeconds = (2 * earlyRepeatedMicros) / 1e6

/** One call by itself, on a machine that may be busy: as much later as a wake-up may be seen from outside. */
export const oneLateSeconds = lateWakeMicros / 1e6

/** Several waits have to follow one rule: half of the shortest slice that is told from the others, which is 50 ms. */
export const eachLateSeconds = 0.025

/** Timers that coalesce, as some kernels' and runtimes' do, are late by a share of the timeout. */
const lateShare = 0.05

/** Whether a wait lasted about so long: a busy machine makes it longer, and never shorter. */
export const isAbout = (tookSeconds: number, seconds: number, lateSeconds: number): boolean =>
  tookSeconds > seconds - shortBySeconds && tookSeconds < seconds * (1 + lateShare) + lateSeconds
