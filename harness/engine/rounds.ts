import {
  busyRepeats,
  earlyRepeats,
  freshRepeats,
  lateRepeats,
  lateVotes,
  repeatSpacingMillis,
  sleep,
} from '../clock.ts'
import type { Demand, Round } from '../judge/judge.ts'
import type { Trial } from '../judge/trial.ts'
import { isGrosslyLate, weigh } from '../judge/weigh.ts'
import { type Attempt, attempt, type Venue } from './ground.ts'
import type { References } from './references.ts'

/** Where repeats run: the wrapper's venue, and one of a wrapper known to be good. */
export interface Venues {
  readonly subject: Venue
  readonly references: Pick<References, 'beside'>
}

/** How many repeats of a round on lateness run side by side. */
const abreast = 2

/** Carries out the repeats that the judge has asked for. */
export async function carryOut(demand: Demand, what: Attempt, venues: Venues): Promise<Round> {
  const { kind, key } = demand
  switch (kind) {
    case 'early':
      return {
        kind,
        key,
        trials: await spaced(earlyRepeats, () => attempt(venues.subject, what)),
        reference: [],
      }
    case 'busy':
      return {
        kind,
        key,
        trials: await spaced(busyRepeats, () => attempt(venues.subject, what)),
        reference: [],
      }
    case 'fresh':
      return { kind, key, trials: await onFreshLanes(what, venues.subject), reference: [] }
    case 'late':
      return { kind, key, ...(await besideReference(what, venues, abreast)) }
    case 'late-alone':
      return { kind, key, ...(await besideReference(what, venues, 1)) }
  }
}

async function spaced(count: number, one: () => Promise<Trial | undefined>): Promise<Trial[]> {
  const trials: Trial[] = []
  for (let index = 0; index < count; index++) {
    if (index > 0) await sleep(pauseMillis())
    const trial = await one()
    if (trial) trials.push(trial)
  }
  return trials
}

/** Drawn, so that repeats do not fall into step with anything. */
const pauseMillis = (): number =>
  repeatSpacingMillis.min + Math.random() * (repeatSpacingMillis.max - repeatSpacingMillis.min)

/** A hang costs its whole deadline, so that one more is enough. */
async function onFreshLanes(what: Attempt, venue: Venue): Promise<Trial[]> {
  const first = await attempt(venue, { ...what, fresh: true })
  if (!first) return []
  if (first.end.kind === 'hang') return [first]
  const rest = Array.from({ length: freshRepeats - 1 }, () => attempt(venue, { ...what, fresh: true }))
  return [first, ...(await Promise.all(rest)).filter((trial) => trial !== undefined)]
}

/** Each repeat makes the same calls at the same time on a wrapper known to be good. */
async function besideReference(
  what: Attempt,
  venues: Venues,
  lines: number,
): Promise<{ trials: Trial[]; reference: Trial[] }> {
  const good = await venues.references.beside(what.scenario)
  const trials: Trial[] = []
  const reference: Trial[] = []
  let started = 0
  const line = async (): Promise<void> => {
    while (started < lateRepeats && !settled(trials, reference)) {
      started++
      const [mine, other] = await Promise.all([attempt(venues.subject, what), good && attempt(good, what)])
      if (mine) trials.push(mine)
      if (other) reference.push(other)
      await sleep(pauseMillis())
    }
  }
  await Promise.all(Array.from({ length: lines }, line))
  return { trials, reference }
}

/** Half the repeats all of them late, or the votes all grossly late, beside a reference that never was: that settles it. */
function settled(trials: readonly Trial[], reference: readonly Trial[]): boolean {
  if (reference.length === 0 || reference.some(suspected)) return false
  const enough = trials.every(grosslyLate) ? lateVotes : lateRepeats / 2
  return trials.length >= enough && trials.every(suspected)
}

const suspected = (trial: Trial): boolean => trial.claims.some((claim) => weigh(claim).kind === 'suspect')
const grosslyLate = (trial: Trial): boolean => trial.claims.some(isGrosslyLate)
