import { describeClaim, describeLie } from './describe.ts'
import {
  demand,
  type Demand,
  type Evidence,
  isShared,
  type Judgement,
  passed,
  type Round,
  verdict,
} from './evidence.ts'
import { settleLateness, inTimeIfSeen, tooBusy } from './lateness.ts'
import { proofAgainst } from './proof.ts'
import { count, everyOne, firstWith, measuredBy, type Seen } from './repeats.ts'
import type { Cause, Claim, Trial } from './trial.ts'
import { clocksDisagree, type Suspicion } from './weigh.ts'

/** Decides on a measurement that may be the wrapper or may be the machine, by repeats, or asks for them. */
export function settleSuspicion(
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
  const failure = (cause: Cause, failed: number, tried: number, seen: Seen = { trial, claim }): Judgement =>
    verdict({
      verdict: 'fail',
      cause,
      ...describeClaim(seen.claim),
      decisive: seen.trial,
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
      if (again >= 1) return failure('early', again + 1, round.trials.length + 1)
      return everyOne(measured, round.trials, ['short']) ? failure('early', 1, 1) : passed
    }
    case 'short': {
      const round = found('early')
      if (!round) return demand('early', trial, id)
      const again = count({ of: id }, round.trials, ['early'])
      const seen = firstWith({ of: id }, round.trials, 'early')
      if (again >= 2) return failure('early', again, round.trials.length + 1, seen)
      if (!everyOne(measured, round.trials, ['short', 'early'])) return passed
      // What a busy machine adds outside hides what is early. So much that no machine adds it is not the wrapper's.
      return claim.kind === 'expiry' && clocksDisagree(claim) ? lie('short') : failure('early', 1, 1, seen)
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
