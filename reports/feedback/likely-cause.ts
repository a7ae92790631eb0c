import type { BehaviourResult } from '../../harness/record/schema.ts'
import { causeInAnswer } from './causes/answers.ts'
import { causeInDelays } from './causes/delays.ts'
import { factsOf, waitsIn } from './causes/facts.ts'
import { causeInCode, causeInError, causeInType, causeOfItsKind } from './causes/kinds.ts'
import { causeInState } from './causes/state.ts'
import { causeInWaits, followsRule } from './causes/waits.ts'

/** What probably is wrong in the code, where the evidence of a run says so. */
export interface LikelyCause {
  /** Failures that share it are one mistake. */
  readonly key: string
  /** One sentence or two that go on after “Probably”: small letter, full stop. */
  readonly text: string
  /** What to do about it, where that is not what the behaviour's hint says. */
  readonly toDo?: string
  /** How long a timeout lasts because of it, where it is about that; in seconds, as the timeout is. */
  readonly lasts?: (timeoutSeconds: number) => number
}

/**
 * The likely cause of a failure, or nothing: a wrong guess costs a student more than none. What a run has measured and
 * answered is all that counts, never the id alone. Pure.
 *
 * @param others results that may be spoken of, this one among them
 */
export function likelyCause(
  result: BehaviourResult,
  others: ReadonlyMap<string, BehaviourResult>,
): LikelyCause | undefined {
  // What was decided without a trial has nothing to read a cause from.
  if (result.verdict !== 'fail' || result.trials === 0) return undefined
  const facts = factsOf(result, others)
  for (const cause of causes) {
    const told = cause(facts)
    if (told) return told
  }
  return undefined
}

/** What tells most comes first. */
const causes = [
  causeInCode,
  causeInType,
  causeOfItsKind,
  causeInState,
  causeInDelays,
  causeInAnswer,
  causeInWaits,
  causeInError,
]

/**
 * The likely causes of all that failed. One that does not show its own shares that of another which was asked the same and
 * answered the same, or whose waits follow one rule with its own.
 */
export function likelyCauses(
  failed: readonly BehaviourResult[],
  others: ReadonlyMap<string, BehaviourResult>,
): ReadonlyMap<string, LikelyCause> {
  const shown = failed.flatMap((result) => {
    const cause = likelyCause(result, others)
    return cause ? [{ result, cause }] : []
  })
  const shared = failed.flatMap((result) => {
    const alike = shown.find(
      (each) =>
        isAlike(each.result, result) || (each.cause.lasts && followsRule(waitsIn(result), each.cause.lasts)),
    )
    return alike && result.trials > 0 ? [[result.id, alike.cause] as const] : []
  })
  return new Map([...shared, ...shown.map(({ result, cause }) => [result.id, cause] as const)])
}

/** The same call was to do the same, and did the same. */
const isAlike = (one: BehaviourResult, other: BehaviourResult): boolean =>
  one.expected !== null && one.expected === other.expected && one.happened === other.happened
