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
import { count, everyOne, measuredBy } from './repeats.ts'
import type { Cause, Claim, Trial } from './trial.ts'
import type { Suspicion } from './weigh.ts'

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
