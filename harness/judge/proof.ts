import { describeClaim } from './describe.ts'
import { claimsOf, type Failure } from './evidence.ts'
import type { Trial } from './trial.ts'
import { weigh } from './weigh.ts'

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
