import { excusedRetakes, voidRetakes } from '../clock.ts'
import type { Trial } from '../judge/trial.ts'
import { unmadeTrial } from '../judge/unmade-trial.ts'
import { clocksDisagree, isExcused, withoutExcuse } from '../judge/weigh.ts'
import type { OpenedLane } from '../lanes/lane.ts'
import { LaneRefused, type LanePool, type Lease, type Lender } from '../lanes/pool.ts'
import type { Stage } from '../peers/stage.ts'
import type { Scenario } from './behaviour.ts'
import type { LaunchedProgram } from '../programs/launch.ts'
import { runTrial } from './run-trial.ts'

/** Where the trials of one wrapper run: its lanes, and the peers that all share. */
export interface Venue {
  readonly pool: LanePool
  readonly stage: Stage
  /** Opens a lane whose process has more descriptors open than `select` can watch. */
  readonly crowded?: () => Promise<OpenedLane>
  readonly launch: () => LaunchedProgram
}

/** As much of a venue as a trial needs. */
export type Lent = Omit<Venue, 'pool'> & { readonly pool: Lender }

export interface Attempt {
  readonly scenario: Scenario
  readonly key: string
  readonly input: unknown
  readonly runEnds: Promise<void>
  readonly fresh?: boolean
  /** A repeat, in which every thread of the process is watched for being kept from running, not just the first. */
  readonly metered?: boolean
  /** Asked once a lane is there: the trial may have become pointless meanwhile. */
  readonly pointless?: () => boolean
}

/**
 * Runs a trial on a lane of the venue, again where it turned out void; where a call was late, but somebody was kept from
 * running; or where the clocks are far apart, unless they are so time and again: then that is how this wrapper is. What
 * is late each time is late. Undefined if the trial had become pointless.
 */
export async function attempt(venue: Lent, what: Attempt): Promise<Trial | undefined> {
  let voids = 0
  let excuses = 0
  for (;;) {
    const trial = await attemptOnce(venue, what)
    if (trial === undefined) return trial
    const apart = trial.claims.some(
      (claim) => (claim.kind === 'expiry' || claim.kind === 'immediate') && clocksDisagree(claim),
    )
    const timesApart = setApart.get(venue.stage) ?? 0
    if (trial.end.kind === 'void' || (apart && timesApart < usuallyApart)) {
      if (voids++ < voidRetakes) continue
      if (apart) setApart.set(venue.stage, timesApart + 1)
    }
    if (what.metered === true) return trial
    if (trial.claims.some(isExcused) && excuses++ < excusedRetakes) continue
    return { ...trial, claims: trial.claims.map(withoutExcuse) }
  }
}

/** How many trials of a run stayed so, whatever was done. */
const setApart = new WeakMap<Stage, number>()
const usuallyApart = 3

async function attemptOnce(venue: Lent, what: Attempt): Promise<Trial | undefined> {
  let lease
  const crowded = what.scenario.crowded && venue.crowded !== undefined
  const { ownProcess } = what.scenario
  try {
    lease = crowded
      ? await ownLane(venue.crowded)
      : await venue.pool.acquire(what.fresh === true || ownProcess ? { fresh: true } : {})
  } catch (error) {
    if (error instanceof LaneRefused) return refusedTrial(what, error)
    throw error
  }
  const giveBack = (): Promise<void> =>
    crowded ? lease.lane.close() : ownProcess ? venue.pool.retire(lease) : venue.pool.release(lease)
  if (what.pointless?.() === true) {
    await giveBack()
    return undefined
  }
  const trial = await runTrial(what.scenario, what.key, what.input, {
    lane: lease.lane,
    served: lease.served,
    peersOf: (testify) => venue.stage.peersOf(testify),
    variants: lease.hello.variants,
    stretch: (by) => venue.pool.stretch(by),
    runEnds: what.runEnds,
    launch: venue.launch,
    ...(what.metered === true ? { metered: true } : {}),
  })
  await giveBack()
  return trial
}

async function ownLane(open: () => Promise<OpenedLane>): Promise<Lease> {
  const opened = await open()
  if (opened.kind === 'refused') throw new LaneRefused(opened.refusal)
  return { lane: opened.lane, hello: opened.hello, served: 0 }
}

/** The wrapper could be loaded when the run began and cannot any more. */
function refusedTrial(what: Attempt, error: LaneRefused): Trial {
  const happened = `its process could not be started again: ${error.refusal.what}`
  const { key, input, scenario } = what
  const chargedTo = scenario.behaviours[0]?.id
  return unmadeTrial({ kind: 'crash', call: 'starting it', happened }, { key, input, chargedTo })
}
