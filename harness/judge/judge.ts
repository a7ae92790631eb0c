import { enoughPunctual, lateVotes, pageTimeoutSeconds, rateRepeats, rateVotes } from '../clock.ts'
import { describeClaim, describeLie } from './describe.ts'
import type { Cause, Claim, Trial } from './trial.ts'
import { isNotSeenInTime, type Suspicion, weigh } from './weigh.ts'

/** Everything known of one behaviour so far. */
export interface Evidence {
  /** One trial for each input, void ones already taken again. */
  readonly trials: readonly Trial[]
  readonly rounds: readonly Round[]
  /** The wrapper has been found to be late by another behaviour: that it is late here too needs less proof. */
  readonly isLateElsewhere?: boolean
}

/** Repeats of one input that the judge has asked for. */
export interface Round extends Demand {
  readonly trials: readonly Trial[]
  /** The same calls at the same time on a wrapper known to be good; only in rounds on lateness. Empty if there is none. */
  readonly reference: readonly Trial[]
}

/** What the judge has to see before it can decide. */
export interface Demand {
  readonly kind: 'early' | 'late' | 'rate' | 'hidden' | 'busy' | 'fresh'
  readonly key: string
  /** The behaviour on whose behalf. Which repeats are enough depends on what they say of it. */
  readonly of: string
  /** Which of the calls that are measured on its behalf, by their order; absent where all of them count. */
  readonly at?: number
}

/** Repeats whose number does not depend on what they show serve every behaviour that is judged by the same calls. */
export const isShared = ({ kind }: Demand): boolean => kind === 'early' || kind === 'busy' || kind === 'fresh'

/** What can be judged only when nothing else runs. */
export const isForLater = (demand: Demand): boolean => demand.kind === 'rate'

export type Verdict =
  | { readonly verdict: 'pass' }
  | Failure
  | {
      readonly verdict: 'inconclusive'
      readonly cause: 'bug' | 'void' | 'noise'
      readonly happened: string
      readonly decisive: Trial
    }
  /** `host`: this machine cannot stage it. `wrapper`: it does not declare the feature. */
  | { readonly verdict: 'unsupported'; readonly cause: 'host' | 'wrapper'; readonly happened: string }
  | { readonly verdict: 'untested'; readonly because: string; readonly decisive: Trial }

export interface Failure {
  readonly verdict: 'fail'
  readonly cause: Cause
  readonly expected: string
  readonly happened: string
  readonly decisive: Trial
  /** Set where only a lane that had served before failed. */
  readonly carriedOver?: true
  /** Set where not every repeat failed: `failed` of `of`. */
  readonly rate?: { readonly failed: number; readonly of: number }
  /** The trial failed before the behaviour's own subject was reached. */
  readonly step?: string
  /** What to do, where it is not what the behaviour says. */
  readonly hint?: string
}

export type Judgement =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'demand'; readonly demand: Demand }

/**
 * Decides one behaviour, or names the repeats it needs first. Pure: the same evidence gives the same judgement.
 *
 * Order of precedence: proof against the wrapper, then the suite's own bug, then suspicion that repeats confirm, then
 * what could not be seen, then pass.
 */
export function judge(id: string, evidence: Evidence): Judgement {
  const trials = evidence.trials.toSorted((a, b) => oddity(a) - oddity(b))
  const failures = trials.flatMap((trial) => proofAgainst(id, trial) ?? [])
  const failure = failures.toSorted((a, b) => proofOrder(a) - proofOrder(b))[0]
  if (failure) return confirmOnFreshLane(id, failure, evidence)

  const bug = evidence.trials.find((trial) => trial.end.kind === 'bug')
  if (bug?.end.kind === 'bug')
    return verdict({ verdict: 'inconclusive', cause: 'bug', happened: bug.end.error, decisive: bug })

  let noise: Verdict | undefined
  for (const trial of trials) {
    for (const claim of claimsOf(id, trial)) {
      const weight = weigh(claim)
      if (weight.kind !== 'suspect') continue
      const settled = settleSuspicion(id, weight.of, trial, claim, evidence)
      if (settled.kind === 'demand') return settled
      if (settled.verdict.verdict === 'fail') return settled
      if (settled.verdict.verdict === 'inconclusive') noise ??= settled.verdict
    }
  }
  if (noise) return verdict(noise)
  return verdict(unseen(id, evidence) ?? { verdict: 'pass' })
}

/** How far a trial's timeout is from the one that the page names, which makes the counterexample that reads best. */
const oddity = (trial: Trial): number => {
  const expiry = trial.claims.find((claim) => claim.kind === 'expiry')
  return expiry ? Math.abs(expiry.timeoutSeconds - pageTimeoutSeconds) : 0
}

const verdict = (value: Verdict): Judgement => ({ kind: 'verdict', verdict: value })
const demand = (kind: Demand['kind'], { key }: Trial, of: string, at?: number): Judgement => ({
  kind: 'demand',
  demand: { kind, key, of, ...(at === undefined ? {} : { at }) },
})
const claimsOf = (id: string, trial: Trial): readonly Claim[] =>
  trial.claims.filter((claim) => claim.of === id)

/** A failure that one trial proves, or nothing. */
export function proofAgainst(id: string, trial: Trial): Failure | undefined {
  for (const claim of claimsOf(id, trial)) {
    const weight = weigh(claim)
    if (weight.kind !== 'refuted') continue
    if (claim.kind === 'fact')
      return {
        verdict: 'fail',
        cause: claim.cause,
        expected: claim.expected,
        happened: claim.happened,
        decisive: trial,
      }
    return { verdict: 'fail', cause: 'early', ...describeClaim(claim), decisive: trial }
  }
  return trial.chargedTo === id ? chargedFailure(trial) : undefined
}

function chargedFailure(trial: Trial): Failure | undefined {
  const { end } = trial
  const because = { verdict: 'fail', decisive: trial } as const
  switch (end.kind) {
    case 'hang': {
      const waited = `${(end.waitedMicros / 1e6).toFixed(1)} s`
      return {
        ...because,
        cause: 'hang',
        expected: `${end.call} ends`,
        happened: `${end.call} was still not over after ${waited}; the process was killed`,
      }
    }
    case 'crash':
      return {
        ...because,
        cause: 'crash',
        expected: `${end.call} ends and the process lives on`,
        happened: end.happened,
      }
    case 'protocol':
      return {
        ...because,
        cause: 'protocol',
        expected: `the adapter answers ${end.call} as the protocol says`,
        happened: end.happened,
      }
    case 'step':
      return {
        ...because,
        cause: 'wrong-result',
        expected: `${end.step} succeeds`,
        happened: end.happened,
        step: end.step,
      }
    case 'complete':
    case 'refuted':
    case 'void':
    case 'host':
    case 'undeclared':
    case 'bug':
      return undefined
  }
}

/** What the wrapper did itself explains more than what broke on the way. */
const proofOrder = (failure: Failure): number =>
  failure.step !== undefined ? 2 : failure.cause === 'hang' || failure.cause === 'crash' ? 1 : 0

/**
 * A lane that served before may carry state over, and a wrapper may be wrong only sometimes: the same input is tried again
 * where nothing came before, and where something did.
 */
function confirmOnFreshLane(id: string, failure: Failure, evidence: Evidence): Judgement {
  const { decisive } = failure
  if (decisive.served === 0) return verdict(failure)
  const round = evidence.rounds.find((each) => each.kind === 'fresh' && each.key === decisive.key)
  if (!round) return demand('fresh', decisive, id)
  const fails = (trial: Trial): boolean => proofAgainst(id, trial) !== undefined
  const failed = round.trials.filter(fails)
  if (failed.length === round.trials.length) return verdict(failure)
  const rate = { failed: 1 + failed.length, of: 1 + round.trials.length }
  const used = round.trials.filter(({ served }) => served > 0)
  const leaks = used.length > 0 && failed.length === used.length && used.every(fails)
  return verdict(leaks ? { ...failure, carriedOver: true, rate } : { ...failure, rate })
}

function settleSuspicion(
  id: string,
  of: Suspicion,
  trial: Trial,
  claim: Claim,
  evidence: Evidence,
): Judgement {
  const at = measuredBy(id, trial).indexOf(claim)
  const rounds = evidence.rounds.filter(
    (each) => each.key === trial.key && (isShared(each) || (each.of === id && each.at === at)),
  )
  const proof = rounds.flatMap((round) => round.trials).flatMap((each) => proofAgainst(id, each) ?? [])[0]
  if (proof) return verdict(proof)
  const found = (kind: Demand['kind']): Round | undefined => rounds.find((each) => each.kind === kind)
  const failure = (cause: Cause, failed: number, tried: number): Judgement =>
    verdict({
      verdict: 'fail',
      cause,
      ...describeClaim(claim),
      decisive: trial,
      ...(failed < tried ? { rate: { failed, of: tried } } : {}),
    })
  const measured = { of: id, at }
  const lie = (kind: 'short' | 'hidden'): Judgement => {
    if (claim.kind === 'fact' || claim.kind === 'busy') throw new Error(`${kind}, but not measured`)
    const said = describeLie(claim, kind)
    return verdict({
      verdict: 'fail',
      cause: kind === 'short' ? 'protocol' : 'late',
      ...said,
      decisive: trial,
    })
  }

  switch (of) {
    case 'early': {
      const round = found('early')
      if (!round) return demand('early', trial, id)
      const again = count({ of: id }, round.trials, ['early'])
      return again >= 1 ? failure('early', again + 1, round.trials.length + 1) : passed
    }
    case 'short': {
      const round = found('early')
      if (!round) return demand('early', trial, id)
      return everyOne(measured, round.trials, ['short']) ? lie('short') : passed
    }
    case 'busy': {
      const round = found('busy')
      if (!round) return demand('busy', trial, id)
      const again = count({ of: id }, round.trials, ['busy'])
      return again === round.trials.length ? failure('wrong-result', again, again) : passed
    }
    case 'hidden': {
      const round = found('hidden')
      if (!round) return demand('hidden', trial, id, at)
      // Load can only add: what is left at its best is the wrapper's, unless the reference is held up as well.
      if (!everyOne(measured, round.trials, ['hidden', 'late']))
        return inTimeIfSeen(trial, round, () => lie('hidden'))
      const held = round.reference.length > 0 && everyOne(measured, round.reference, ['hidden', 'late'])
      return held ? tooBusy(trial, round) : lie('hidden')
    }
    case 'late':
      return settleLateness(
        measured,
        trial,
        found('late'),
        found('rate'),
        evidence.isLateElsewhere === true,
        failure,
      )
  }
}

function settleLateness(
  measured: Measured,
  trial: Trial,
  first: Round | undefined,
  more: Round | undefined,
  isLateElsewhere: boolean,
  failure: (cause: Cause, failed: number, tried: number) => Judgement,
): Judgement {
  if (!first) return demand('late', trial, measured.of, measured.at)
  // By whichever clock: an adapter that hides what it can is late by the one and by the other in turns.
  const late = count(measured, first.trials, ['late', 'hidden'])
  const referenceLate = count(measured, first.reference, ['late', 'hidden'])
  const always = (round: Round) => (): Judgement => failure('late', round.trials.length, round.trials.length)
  if (late === 0) return inTimeIfSeen(trial, first, always(first))
  // Every repeat late beside a reference that never was cannot be noise.
  const enough = isLateElsewhere ? lateVotes : first.trials.length
  if (late >= enough && first.reference.length > 0 && referenceLate === 0)
    return failure('late', late, first.trials.length)
  if (!more) return demand('rate', trial, measured.of, measured.at)
  const outcome = rateOf(measured, more)
  if (outcome === 'late') return failure('late', count(measured, more.trials, ['late']), more.trials.length)
  return outcome === 'in-time' ? inTimeIfSeen(trial, more, always(more)) : tooBusy(trial, more)
}

/**
 * What repeats beside a reference tell of a wrapper that is late sometimes; `unsettled` calls for more of them, and after
 * the last of them for patience. Were both equally often late by chance, a difference that counts here would come about
 * once in 32 times; and it is asked for only where two sets of repeats before were suspicious already.
 */
export function rateOf(measured: Measured, round: Pick<Round, 'trials' | 'reference'>): Rate {
  const late = count(measured, round.trials, ['late'])
  const reference = count(measured, round.reference, ['late', 'hidden'])
  const compared = round.reference.length > 0
  if (compared && late >= rateVotes && chanceOf(late, reference) <= 1 / 32) return 'late'
  // Nothing to compare with: then only what is nearly always late can be told from noise.
  if (!compared && round.trials.length >= enoughPunctual && late >= 0.9 * round.trials.length) return 'late'
  const left = rateRepeats - round.trials.length
  if (late + left < rateVotes) return 'in-time'
  return late === 0 && round.trials.length >= enoughPunctual ? 'in-time' : 'unsettled'
}

export type Rate = 'late' | 'in-time' | 'unsettled'

/** How probable it is that of so many late calls at least `mine` are one side's, if both sides are late alike. */
function chanceOf(mine: number, others: number): number {
  const all = mine + others
  let ways = 1
  let sum = 0
  for (let k = 0; k <= all; k++) {
    if (k >= mine) sum += ways
    ways = (ways * (all - k)) / (k + 1)
  }
  return sum / 2 ** all
}

const passed: Judgement = { kind: 'verdict', verdict: { verdict: 'pass' } }

function tooBusy(trial: Trial, round: Round): Judgement {
  const late = count(round, round.trials, ['late', 'hidden'])
  const beside =
    round.reference.length === 0
      ? 'there is no wrapper known to be good to compare it with'
      : `a wrapper known to be good was late too (${count(round, round.reference, ['late', 'hidden'])} of ${round.reference.length} calls)`
  return verdict({
    verdict: 'inconclusive',
    cause: 'noise',
    happened: `late in ${late} of ${round.trials.length} repeats, but ${beside}: this machine is too busy to tell`,
    decisive: trial,
  })
}

/** A call that is measured on behalf of a behaviour, by its order among those; all of them if it has none. */
export type Measured = Pick<Demand, 'of' | 'at'>

/** How many of these trials are suspicious in one of these ways, by what they say of a call. */
export const count = (measured: Measured, trials: readonly Trial[], of: readonly Suspicion[]): number =>
  trials.filter((each) => suspects(measured, each, of)).length

/**
 * What kept anybody from running, and is taken off, may have been over before the call was: of a call that was never once
 * seen in time this proves nothing. Beside a reference that always was it is late all the same.
 */
function inTimeIfSeen(trial: Trial, round: Round, late: () => Judgement): Judgement {
  const { trials, reference } = round
  if (trials.length === 0 || isSeenInTime(round, trials)) return passed
  if (reference.length > 0 && reference.every((each) => isSeenInTime(round, [each]))) return late()
  return verdict({
    verdict: 'inconclusive',
    cause: 'noise',
    happened: `in ${trials.length} repeats it was not once seen in time, nor was a wrapper known to be good every time: this machine is too busy to tell`,
    decisive: trial,
  })
}

/** Whether a call was in time in one of these repeats at least, with nothing taken off. */
export const isSeenInTime = (measured: Measured, trials: readonly Trial[]): boolean =>
  trials.some((trial) => claimsOn(measured, trial).every((claim) => !isNotSeenInTime(claim)))

const everyOne = (measured: Measured, trials: readonly Trial[], of: readonly Suspicion[]): boolean =>
  trials.length > 0 && count(measured, trials, of) === trials.length

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
const measuredBy = (id: string, trial: Trial): readonly Claim[] =>
  claimsOf(id, trial).filter(({ kind }) => kind !== 'fact' && kind !== 'busy')

/** Nothing speaks against the behaviour; does anything speak for it? */
function unseen(id: string, evidence: Evidence): Verdict | undefined {
  const voided = evidence.trials.find((trial) => trial.end.kind === 'void')
  if (voided?.end.kind === 'void')
    return { verdict: 'inconclusive', cause: 'void', happened: voided.end.why, decisive: voided }
  const unstaged = evidence.trials.find((trial) => trial.end.kind === 'host')
  if (unstaged?.end.kind === 'host')
    return { verdict: 'unsupported', cause: 'host', happened: unstaged.end.why }
  const silents = evidence.trials.filter((trial) => claimsOf(id, trial).length === 0)
  // Rows of a table that the wrapper never claimed leave the others to decide.
  const undeclared = silents.find((trial) => trial.end.kind === 'undeclared')
  if (undeclared?.end.kind === 'undeclared' && silents.length === evidence.trials.length)
    return { verdict: 'unsupported', cause: 'wrapper', happened: undeclared.end.why }
  const silent = silents.find((trial) => trial.end.kind !== 'undeclared')
  if (!silent) return undefined
  const blocker = silent.claims.find((claim) => claim.kind === 'fact' && !claim.holds)?.of ?? silent.chargedTo
  if (blocker !== undefined) return { verdict: 'untested', because: blocker, decisive: silent }
  return {
    verdict: 'inconclusive',
    cause: 'bug',
    happened: `the check of ${id} claimed nothing`,
    decisive: silent,
  }
}
