import { type ExitCode, exitCodes } from '../../harness/cli/exit-codes.ts'
import type { BehaviourResult, Record as RunRecord } from '../../harness/record/schema.ts'
import { type Standing, standingOf } from '../text/standing.ts'

/** What became of one behaviour between two runs. */
export interface Change {
  readonly id: string
  readonly before: BehaviourResult
  readonly after: BehaviourResult
}

/** Two runs of one wrapper, held against each other. */
export interface Changes {
  readonly name: string
  readonly old: RunRecord
  readonly new: RunRecord
  /** Kept before, and not kept, or not promised, now; or new, and not kept. */
  readonly worse: readonly Change[]
  /** Not kept, or not promised, before, and kept now. */
  readonly better: readonly Change[]
  /** Neither, such as another cause. */
  readonly other: readonly Change[]
  /** Behaviours that only one of the runs had. */
  readonly added: readonly BehaviourResult[]
  readonly removed: readonly BehaviourResult[]
  /** What the wrapper says of itself, by what was said before and what now: version, profile, features, variants. */
  readonly said: readonly { readonly what: string; readonly before: string; readonly after: string }[]
}

/** What changed from one run to the next. Pure. */
export function changesBetween(old: RunRecord, next: RunRecord): Changes {
  const before = new Map(old.behaviours.map((result) => [result.id, result]))
  const after = new Map(next.behaviours.map((result) => [result.id, result]))
  const changes = next.behaviours.flatMap((result) => {
    const earlier = before.get(result.id)
    return earlier && differ(earlier, result) ? [{ id: result.id, before: earlier, after: result }] : []
  })
  const worse = changes.filter((each) => rank(each.after) > rank(each.before))
  const better = changes.filter((each) => rank(each.after) === 0 && rank(each.before) > 0)
  return {
    name: next.wrapper.spec,
    old,
    new: next,
    worse,
    better,
    other: changes.filter((each) => !worse.includes(each) && !better.includes(each)),
    added: next.behaviours.filter(({ id }) => !before.has(id)),
    removed: old.behaviours.filter(({ id }) => !after.has(id)),
    said: sayings(old, next),
  }
}

const differ = (a: BehaviourResult, b: BehaviourResult): boolean =>
  a.verdict !== b.verdict || (a.verdict === 'fail' && (a.cause !== b.cause || a.level !== b.level))

/** How far from kept. What is not promised any more is worse than what is kept, and better than what fails. */
const ranks: Readonly<Record<Standing, number>> = {
  pass: 0,
  differs: 0,
  unsupported: 1,
  inconclusive: 2,
  warning: 3,
  untested: 3,
  fail: 3,
}
const rank = (result: BehaviourResult): number => ranks[standingOf(result)]

/** What changes come to, for a build: a `must` that has become worse is red, and one that cannot be told any more unsure. */
export function exitCodeOfChanges(changes: readonly Changes[]): ExitCode {
  const worse = changes.flatMap((each) => each.worse).filter(({ after }) => after.level === 'must')
  if (worse.some(({ after }) => after.verdict !== 'inconclusive')) return exitCodes.fails
  return worse.length > 0 ? exitCodes.inconclusive : exitCodes.conforms
}

function sayings(old: RunRecord, next: RunRecord): Changes['said'] {
  const facts = (record: RunRecord): readonly (readonly [what: string, text: string])[] => [
    ['wrapper', record.wrapper.spec],
    ['version', record.wrapper.version ?? '-'],
    ['wouldblock', record.environment.wouldblock],
    ['profile', record.profile],
    ['features', (record.wrapper.features ?? []).toSorted().join(' ') || '-'],
    [
      'variants',
      Object.entries(record.wrapper.variants ?? {})
        .map(([flag, value]) => `${flag}=${value}`)
        .toSorted()
        .join(' ') || '-',
    ],
  ]
  const now = new Map(facts(next))
  return facts(old).flatMap(([what, before]) => {
    const after = now.get(what) ?? '-'
    return before === after ? [] : [{ what, before, after }]
  })
}
