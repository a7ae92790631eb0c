import { enoughPunctual, lateVotes, rateRepeats, rateVotes } from '../clock.ts'
import { demand, type Judgement, passed, type Round, verdict } from './evidence.ts'
import { count, isSeenInTime, type Measured } from './repeats.ts'
import type { Cause, Trial } from './trial.ts'

/** Decides on a call that was late, or asks for more repeats beside a wrapper known to be good. */
export function settleLateness(
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

/**
 * What kept anybody from running, and is taken off, may have been over before the call was: of a call that was never once
 * seen in time this proves nothing. Beside a reference that always was it is late all the same.
 */
export function inTimeIfSeen(trial: Trial, round: Round, late: () => Judgement): Judgement {
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

/** Late, but so was who should not be. */
export function tooBusy(trial: Trial, round: Round): Judgement {
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
