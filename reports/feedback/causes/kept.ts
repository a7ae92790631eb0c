import type { Facts } from './facts.ts'
import type { LikelyCause } from '../likely-cause.ts'

/** What became of the number that settimeout was given, where the class itself tells it. */
export function causeInKept({ kept, others }: Facts): LikelyCause | undefined {
  if (!kept || kept.setSeconds === 0) return undefined
  const { setSeconds, keptSeconds } = kept
  const set = `settimeout(${setSeconds})`
  if (isOnlyTold(others))
    return {
      key: 'gettimeout alone',
      text: `the timeouts themselves last as long as they were set; only what gettimeout() answers is wrong${inUnits(setSeconds, keptSeconds)}.`,
    }
  if (keptSeconds === null)
    return {
      key: 'timeout dropped',
      text: `${set} was not kept: afterwards gettimeout() says that there is no timeout.`,
    }
  const told = `afterwards gettimeout() answers ${keptSeconds}`
  const isNear = (value: number): boolean => Math.abs(keptSeconds - value) <= 0.002 * Math.max(value, 1e-4)
  if (isNear(Math.trunc(setSeconds)) && setSeconds % 1 !== 0)
    return { key: 'rounded down', text: `${set} was rounded down to ${keptSeconds}: ${told}.` }
  if (isNear(Math.ceil(setSeconds)) && setSeconds % 1 !== 0)
    return { key: 'rounded up', text: `${set} was rounded up to ${keptSeconds}: ${told}.` }
  if (isNear(setSeconds / 1000))
    return {
      key: 'thousandth',
      text: `${set} was taken for milliseconds: ${told}, a thousandth of what was set.`,
    }
  if (isNear(setSeconds * 1000))
    return {
      key: 'thousandfold',
      text: `${set} was turned into milliseconds, and these are used as if they were seconds: ${told}.`,
    }
  return { key: 'timeout changed', text: `${set} is changed before it is kept: ${told}.` }
}

const inUnits = (setSeconds: number, keptSeconds: number | null): string =>
  keptSeconds !== null && Math.abs(keptSeconds / setSeconds - 1000) < 1 ? ': it is in milliseconds' : ''

/** A wait that lasts as long as what was kept, and not as long as what was set. */
export function causeInKeptOf(facts: Facts): LikelyCause | undefined {
  const { kept, mode, call } = facts
  if (!kept || kept.setSeconds === 0 || mode?.kind !== 'timeout' || !call || isOnlyTold(facts.others))
    return undefined
  if (kept.keptSeconds === null) return call.tookSeconds === undefined ? causeInKept(facts) : undefined
  if (call.tookSeconds === undefined) return undefined
  const lasts = lastsOf(kept.setSeconds, kept.keptSeconds, mode.seconds)
  const isAsKept = isAbout(call.tookSeconds, lasts)
  return isAsKept && !isAbout(call.tookSeconds, mode.seconds) ? causeInKept(facts) : undefined
}

/** As long as that, on a machine that may be busy: a wait may be longer for it, and never shorter. */
const isAbout = (tookSeconds: number, seconds: number): boolean =>
  tookSeconds > seconds - 0.006 && tookSeconds < seconds * 1.05 + 0.05

/** How long another timeout would last, if the same becomes of it. */
function lastsOf(setSeconds: number, keptSeconds: number, seconds: number): number {
  if (keptSeconds === Math.trunc(setSeconds)) return Math.trunc(seconds)
  if (keptSeconds === Math.ceil(setSeconds)) return Math.ceil(seconds)
  return (seconds * keptSeconds) / setSeconds
}

/** Timeouts that last as long as they should have been kept, whatever gettimeout says of them. */
const isOnlyTold = (others: Facts['others']): boolean =>
  ['timeout.recv.expires', 'timeout.recv.not-early', 'timeout.recv.not-late'].every(
    (id) => others.get(id)?.verdict === 'pass',
  )
