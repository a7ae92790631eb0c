import { pageTimeoutSeconds } from '../clock.ts'
import {
  claimsOf,
  demand,
  type Evidence,
  type Failure,
  type Judgement,
  type Verdict,
  verdict,
} from './evidence.ts'
import { proofAgainst } from './proof.ts'
import { count } from './repeats.ts'
import { settleSuspicion } from './suspicion.ts'
import type { Trial } from './trial.ts'
import { type Suspicion, weigh } from './weigh.ts'

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
  // What is early beside the call is no alibi: a busy machine hides it from outside.
  const early: readonly Suspicion[] = failure.cause === 'early' ? ['early', 'short'] : []
  const fails = (trial: Trial): boolean =>
    proofAgainst(id, trial) !== undefined || count({ of: id }, [trial], early) > 0
  const failed = round.trials.filter(fails)
  if (failed.length === round.trials.length) return verdict(failure)
  const rate = { failed: 1 + failed.length, of: 1 + round.trials.length }
  const used = round.trials.filter(({ served }) => served > 0)
  const leaks = used.length > 0 && failed.length === used.length && used.every(fails)
  return verdict(leaks ? { ...failure, carriedOver: true, rate } : { ...failure, rate })
}

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
