import type { LikelyCause } from '../likely-cause.ts'
import { isAbout, isCutShort, isSameNumber, oneLateSeconds, shortBySeconds } from './about.ts'
import type { Facts } from './facts.ts'

type Kept = NonNullable<Facts['kept']>

/** What became of the number that settimeout was given, where the class itself tells it. */
export function causeInKept({ kept, others }: Facts): LikelyCause | undefined {
  if (!kept || kept.setSeconds === 0) return undefined
  if (isOnlyTold(others))
    return {
      key: 'gettimeout alone',
      text: `the timeouts themselves last as long as they were set; only what gettimeout() answers is wrong${inUnits(kept)}.`,
    }
  return causeOf(kept, kept)
}

/** A wait that lasts as long as what was kept, and not as long as what was set. */
export function causeInKeptOf({ kept, others, mode, call }: Facts): LikelyCause | undefined {
  if (!kept || kept.setSeconds === 0 || mode?.kind !== 'timeout' || !call || isOnlyTold(others))
    return undefined
  const { tookSeconds } = call
  if (kept.keptSeconds === null) return tookSeconds === undefined ? causeOf(kept, kept) : undefined
  if (tookSeconds === undefined) return undefined
  const lasts = lastsOf(kept.setSeconds, kept.keptSeconds, mode.seconds)
  // Of a wait that ends long before what was set, a busy machine explains what it lasts beyond what was kept.
  const isShort = lasts < tookSeconds + shortBySeconds && isCutShort(tookSeconds, mode.seconds)
  const isAsKept =
    isShort ||
    (isAbout(tookSeconds, lasts, oneLateSeconds) && !isAbout(tookSeconds, mode.seconds, oneLateSeconds))
  return isAsKept ? causeOf({ setSeconds: mode.seconds, keptSeconds: lasts }, kept) : undefined
}

/** What is to be done where a number is spoilt on its way. */
export const keepFractions =
  'Keep the timeout as it was given, in seconds with their fractions; convert it only where a system call wants another unit, and round up there.'

/** @param seen what the class has told of the same or another timeout */
function causeOf({ setSeconds, keptSeconds }: Kept, seen: Kept): LikelyCause {
  const set = `settimeout(${setSeconds})`
  const after = seen.setSeconds === setSeconds ? 'it' : `settimeout(${seen.setSeconds})`
  const answer = seen.keptSeconds === null ? 'that there is no timeout' : String(seen.keptSeconds)
  const told = `gettimeout() answers ${answer} after ${after}`
  const cause = (key: string, text: string): LikelyCause => ({
    key,
    text: `${text}: ${told}.`,
    toDo: keepFractions,
  })
  if (keptSeconds === null) return cause('timeout dropped', `${set} was not kept`)
  const isNear = (value: number): boolean => isSameNumber(keptSeconds, value)
  if (isNear(Math.trunc(setSeconds)) && setSeconds % 1 !== 0)
    return cause('rounded down', `${set} was rounded down to ${keptSeconds}`)
  if (isNear(Math.ceil(setSeconds)) && setSeconds % 1 !== 0)
    return cause('rounded up', `${set} was rounded up to ${keptSeconds}`)
  if (isNear(setSeconds / 1000)) return cause('thousandth', `${set} was taken for milliseconds`)
  if (isNear(setSeconds * 1000))
    return cause(
      'thousandfold',
      `${set} was turned into milliseconds, and these are used as if they were seconds`,
    )
  return cause('timeout changed', `${set} is changed before it is kept`)
}

const inUnits = ({ setSeconds, keptSeconds }: Kept): string =>
  keptSeconds !== null && isSameNumber(keptSeconds, setSeconds * 1000) ? ': it is in milliseconds' : ''

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
