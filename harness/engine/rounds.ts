import {
  busyRepeats,
  earlyRepeats,
  freshRepeats,
  lateRepeats,
  lateVotes,
  rateAbreast,
  rateRepeats,
  repeatSpacingMillis,
  sleep,
} from '../clock.ts'
import type { Demand, Round } from '../judge/evidence.ts'
import { rateOf } from '../judge/lateness.ts'
import { count, isSeenInTime, type Measured } from '../judge/repeats.ts'
import type { Trial } from '../judge/trial.ts'
import { isGrosslyLate } from '../judge/weigh.ts'
import { Keeper } from '../lanes/keeper.ts'
import { type Attempt, attempt, type Venue } from './ground.ts'
import type { References } from './references.ts'

/** Where repeats run: the wrapper's venue, and one of a wrapper known to be good. */
export interface Venues {
  readonly subject: Venue
  readonly references: Pick<References, 'beside'>
}

/** How many repeats of a first look at lateness run side by side. */
const abreast = 2

type Pairs = Pick<Round, 'trials' | 'reference'>

/** Carries out the repeats that the judge has asked for. */
export async function carryOut(demand: Demand, what: Attempt, venues: Venues): Promise<Round> {
  return { ...demand, ...(await repeats(demand, what, venues)) }
}

async function repeats(demand: Demand, what: Attempt, venues: Venues): Promise<Pairs> {
  switch (demand.kind) {
    case 'early':
      return { trials: await spaced(earlyRepeats, what, venues.subject), reference: [] }
    case 'busy':
      return { trials: await spaced(busyRepeats, what, venues.subject), reference: [] }
    case 'fresh':
      return { trials: await onOtherLanes(what, venues.subject), reference: [] }
    case 'late':
      return besideReference(what, venues, abreast, lateRepeats, (pairs) => settled(demand, pairs))
    case 'hidden':
      return besideReference(what, venues, abreast, lateRepeats, (pairs) => inTimeAtBest(demand, pairs))
    case 'rate':
      return besideReference(what, venues, rateAbreast, rateRepeats, (pairs) => told(demand, pairs))
  }
}

async function spaced(times: number, what: Attempt, venue: Venue): Promise<Trial[]> {
  const trials: Trial[] = []
  for (let index = 0; index < times; index++) {
    if (index > 0) await sleep(pauseMillis())
    const trial = await attempt(venue, what)
    if (trial) trials.push(trial)
  }
  return trials
}

/** Drawn, so that repeats do not fall into step with anything. */
const pauseMillis = (): number =>
  repeatSpacingMillis.min + Math.random() * (repeatSpacingMillis.max - repeatSpacingMillis.min)

/** On fresh lanes, then on lanes that have served. A hang costs its whole deadline, so that one of each is enough. */
async function onOtherLanes(what: Attempt, venue: Venue): Promise<Trial[]> {
  const rows = await Promise.all([row(true, what, venue), row(false, what, venue)])
  return rows.flat()
}

async function row(fresh: boolean, what: Attempt, venue: Venue): Promise<Trial[]> {
  const first = await attempt(venue, { ...what, fresh })
  if (!first) return []
  if (first.end.kind === 'hang') return [first]
  const rest = Array.from({ length: freshRepeats - 1 }, () => attempt(venue, { ...what, fresh }))
  return [first, ...(await Promise.all(rest)).filter((trial) => trial !== undefined)]
}

/**
 * Each repeat makes the same calls at the same time on a wrapper known to be good. Every line keeps its lanes, and its
 * first repeat only warms them up: a runtime that loads or compiles what it needs at its first call is not late.
 */
async function besideReference(
  what: Attempt,
  venues: Venues,
  lines: number,
  times: number,
  enough: (pairs: Pairs) => boolean,
): Promise<Pairs> {
  const good = await venues.references.beside(what.scenario)
  const trials: Trial[] = []
  const reference: Trial[] = []
  let started = 0
  const line = async (): Promise<void> => {
    const mine = lasting(venues.subject, what)
    const other = good && lasting(good, what)
    for (let warm = false; !warm || started < times; warm = true) {
      if (warm && enough({ trials, reference })) break
      if (warm) started++
      const [one, another] = await Promise.all([mine.attempt(), other?.attempt()])
      // Nobody needs a second to warm up.
      const counts = warm || (one !== undefined && one.claims.some(isGrosslyLate))
      if (counts && one) trials.push(one)
      // A wrapper that cannot make these calls is no reference for them.
      if (counts && another && another.claims.length > 0) reference.push(another)
      await sleep(pauseMillis())
    }
    await Promise.all([mine.end(), other?.end()])
  }
  await Promise.all(Array.from({ length: lines }, line))
  return { trials, reference }
}

/** Trials on one lane, as long as it can be reset. */
function lasting(
  venue: Venue,
  what: Attempt,
): { attempt(): Promise<Trial | undefined>; end(): Promise<void> } {
  const keeper = new Keeper(venue.pool)
  return {
    attempt: () => attempt({ ...venue, pool: keeper }, { ...what, metered: true }),
    end: () => keeper.end(),
  }
}

/** Half the repeats all of them late, or the votes all grossly late, beside a reference that never was: that settles it. */
function settled(measured: Measured, { trials, reference }: Pairs): boolean {
  if (reference.length === 0 || count(measured, reference, ['late', 'hidden']) > 0) return false
  const enough = trials.every((trial) => trial.claims.some(isGrosslyLate)) ? lateVotes : lateRepeats / 2
  return trials.length >= enough && count(measured, trials, ['late', 'hidden']) === trials.length
}

const inTimeAtBest = (measured: Measured, { trials }: Pairs): boolean => isSeenInTime(measured, trials)

const told = (measured: Measured, pairs: Pairs): boolean => rateOf(measured, pairs) !== 'unsettled'
