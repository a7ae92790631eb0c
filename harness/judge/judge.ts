import { lateVotes, pageTimeoutSeconds } from '../clock.ts'
import { describeClaim } from './describe.ts'
import type { Cause, Claim, Trial } from './trial.ts'
import { weigh } from './weigh.ts'

/** Everything known of one behaviour so far. */
export interface Evidence {
  /** One trial for each input, void ones already taken again. */
  readonly trials: readonly Trial[]
  readonly rounds: readonly Round[]
}

/** Repeats of one input that the judge has asked for. */
export interface Round {
  readonly kind: Demand['kind']
  readonly key: string
  readonly trials: readonly Trial[]
  /** The same calls at the same time on a wrapper known to be good; only in rounds on lateness. */
  readonly reference: readonly Trial[]
}

/** What the judge has to see before it can decide. */
export interface Demand {
  readonly kind: 'early' | 'late' | 'late-alone' | 'busy' | 'fresh'
  readonly key: string
}

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
const demand = (kind: Demand['kind'], key: string): Judgement => ({ kind: 'demand', demand: { kind, key } })
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

/** A lane that served before may carry state over: the same input is tried where nothing came before. */
function confirmOnFreshLane(id: string, failure: Failure, evidence: Evidence): Judgement {
  const { decisive } = failure
  if (decisive.served === 0) return verdict(failure)
  const round = evidence.rounds.find((each) => each.kind === 'fresh' && each.key === decisive.key)
  if (!round) return demand('fresh', decisive.key)
  const again = round.trials.flatMap((trial) => proofAgainst(id, trial) ?? [])
  if (again.length === 0)
    return verdict({ ...failure, carriedOver: true, rate: { failed: 1, of: 1 + round.trials.length } })
  if (again.length === round.trials.length) return verdict(failure)
  return verdict({ ...failure, rate: { failed: 1 + again.length, of: 1 + round.trials.length } })
}

function settleSuspicion(
  id: string,
  of: 'early' | 'late' | 'busy',
  trial: Trial,
  claim: Claim,
  evidence: Evidence,
): Judgement {
  const rounds = evidence.rounds.filter((each) => each.key === trial.key)
  const proof = rounds.flatMap((round) => round.trials).flatMap((each) => proofAgainst(id, each) ?? [])[0]
  if (proof) return verdict(proof)
  const failure = (cause: Cause, failed: number, tried: number): Judgement =>
    verdict({
      verdict: 'fail',
      cause,
      ...describeClaim(claim),
      decisive: trial,
      ...(failed < tried ? { rate: { failed, of: tried } } : {}),
    })

  switch (of) {
    case 'early': {
      const round = rounds.find((each) => each.kind === 'early')
      if (!round) return demand('early', trial.key)
      const again = round.trials.filter((each) => suspects(id, each, 'early')).length
      return again >= 1 ? failure('early', again + 1, round.trials.length + 1) : verdict({ verdict: 'pass' })
    }
    case 'busy': {
      const round = rounds.find((each) => each.kind === 'busy')
      if (!round) return demand('busy', trial.key)
      const again = round.trials.filter((each) => suspects(id, each, 'busy')).length
      return again === round.trials.length
        ? failure('wrong-result', again, again)
        : verdict({ verdict: 'pass' })
    }
    case 'late': {
      const first = rounds.find((each) => each.kind === 'late')
      if (!first) return demand('late', trial.key)
      const alone = rounds.find((each) => each.kind === 'late-alone')
      const round = alone ?? first
      const late = round.trials.filter((each) => suspects(id, each, 'late')).length
      const referenceLate = round.reference.filter((each) => suspects(id, each, 'late')).length
      if (late < lateVotes) return verdict({ verdict: 'pass' })
      // Every repeat late beside a reference that never was cannot be noise; less than that is looked at once more.
      if (round.reference.length > 0 && referenceLate === 0 && (alone || late === round.trials.length))
        return failure('late', late, round.trials.length)
      if (!alone) return demand('late-alone', trial.key)
      const beside = `${referenceLate} of ${round.reference.length} calls`
      return verdict({
        verdict: 'inconclusive',
        cause: 'noise',
        happened: `late in ${late} of ${round.trials.length} repeats, but a wrapper known to be good was late too (${beside}): this machine is too busy to tell`,
        decisive: trial,
      })
    }
  }
}

const suspects = (id: string, trial: Trial, of: 'early' | 'late' | 'busy'): boolean =>
  claimsOf(id, trial).some((claim) => {
    const weight = weigh(claim)
    if (weight.kind === 'suspect' && weight.of === of) return true
    return of === 'early' && weight.kind === 'refuted' && weight.cause === 'early'
  })

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
