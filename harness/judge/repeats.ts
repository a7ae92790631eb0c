import { claimsOf, type Demand } from './evidence.ts'
import type { Claim, Trial } from './trial.ts'
import { isNotSeenInTime, type Suspicion, weigh } from './weigh.ts'

/** A call that is measured on behalf of a behaviour, by its order among those; all of them if it has none. */
export type Measured = Pick<Demand, 'of' | 'at'>

/** How many of these trials are suspicious in one of these ways, by what they say of a call. */
export const count = (measured: Measured, trials: readonly Trial[], of: readonly Suspicion[]): number =>
  trials.filter((each) => suspects(measured, each, of)).length

/** Whether a call was in time in one of these repeats at least, with nothing taken off. */
export const isSeenInTime = (measured: Measured, trials: readonly Trial[]): boolean =>
  trials.some((trial) => claimsOn(measured, trial).every((claim) => !isNotSeenInTime(claim)))

/** Whether all of these trials are, and there are any. */
export const everyOne = (measured: Measured, trials: readonly Trial[], of: readonly Suspicion[]): boolean =>
  trials.length > 0 && count(measured, trials, of) === trials.length

/** A claim, and the trial that makes it. */
export interface Seen {
  readonly trial: Trial
  readonly claim: Claim
}

/** The first claim that is suspicious in this way. */
export const firstWith = (measured: Measured, trials: readonly Trial[], of: Suspicion): Seen | undefined =>
  trials
    .flatMap((trial) => claimsOn(measured, trial).map((claim) => ({ trial, claim })))
    .find(({ claim }) => {
      const weight = weigh(claim)
      return weight.kind === 'suspect' && weight.of === of
    })

const suspects = (measured: Measured, trial: Trial, of: readonly Suspicion[]): boolean =>
  claimsOn(measured, trial).some((claim) => {
    const weight = weigh(claim)
    if (weight.kind === 'suspect') return of.includes(weight.of)
    return of.includes('early') && weight.kind === 'refuted' && weight.cause === 'early'
  })

/** A repeat that ended before it came to the call says nothing of it. */
function claimsOn({ of, at }: Measured, trial: Trial): readonly Claim[] {
  if (at === undefined) return claimsOf(of, trial)
  const claim = measuredBy(of, trial)[at]
  return claim === undefined ? [] : [claim]
}

/** The claims whose weight depends on a clock. */
export const measuredBy = (id: string, trial: Trial): readonly Claim[] =>
  claimsOf(id, trial).filter(({ kind }) => kind !== 'fact' && kind !== 'busy')
