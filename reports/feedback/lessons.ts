import type { Lost } from '../../harness/grade/grade.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { inputInWords } from '../text/counterexample.ts'
import { plural } from '../text/words.ts'
import { type LikelyCause, likelyCauses } from './likely-cause.ts'
import { type Happening, happenings } from './happenings.ts'
import { hintOf, inStudentsWords } from './words.ts'

/** One mistake, and what it cost. */
export interface Lesson {
  /** Of the behaviour that shows it best. */
  readonly id: string
  /** What was asked. */
  readonly asked: string
  readonly expected: string | undefined
  /** What the class did. */
  readonly did: string
  /** The smallest input that shows it; empty where there is none. */
  readonly input: string
  /** The steps of a sequence; empty where there is none. */
  readonly steps: readonly string[]
  /** When it did what. */
  readonly happenings: readonly Happening[]
  /** What probably is wrong in the code; goes on after “Probably”. */
  readonly cause: string | undefined
  readonly hint: string
  /** Where to read. */
  readonly source: string
  /** Others that fail for the same cause. */
  readonly alike: readonly string[]
  /** Those that could not be tried before this is right. */
  readonly untested: readonly string[]
}

/** So many mistakes are told in full; whoever mends them will find some of the others gone. */
export const mostLessons = 5

/** What failed, each cause once: first what most else rests on, otherwise in the order of the report. */
export function lessonsOf(lost: readonly Lost[], results: ReadonlyMap<string, BehaviourResult>): Lesson[] {
  const failed = lost.flatMap(({ id, verdict }) => (verdict === 'fail' ? (results.get(id) ?? []) : []))
  const byCause = new Map<string, BehaviourResult[]>()
  const causes = likelyCauses(failed, results)
  for (const result of failed) {
    const key = keyOf(result, causes.get(result.id)?.key)
    byCause.set(key, [...(byCause.get(key) ?? []), result])
  }
  const untested = lost.filter(({ verdict }) => verdict === 'untested')
  return [...byCause.values()]
    .map((alike) => {
      const ids = new Set(alike.map(({ id }) => id))
      const resting = untested.filter(({ id }) => ids.has(rootOf(id, lost)))
      return lessonOf(
        alike,
        causes.get(alike[0]!.id),
        resting.map(({ id }) => id),
      )
    })
    .toSorted((a, b) => weightOf(b) - weightOf(a))
}

const weightOf = ({ alike, untested }: Lesson): number => alike.length + untested.length

/** What was decided without any trial may be decided for many in the same words. */
const keyOf = ({ id, trials, happened }: BehaviourResult, cause: string | undefined): string =>
  trials === 0 ? `untried ${happened}` : cause === undefined ? id : `cause ${cause}`

/** What has to be mended first, through all that rests on it; itself where nothing is known. */
function rootOf(id: string, lost: readonly Lost[]): string {
  const seen = new Set<string>()
  let at = id
  for (;;) {
    seen.add(at)
    const because = lost.find((each) => each.id === at)?.because
    if (because === null || because === undefined || seen.has(because)) return at
    at = because
  }
}

function lessonOf(
  [first, ...others]: readonly BehaviourResult[],
  cause: LikelyCause | undefined,
  untested: readonly string[],
): Lesson {
  const result = first!
  return {
    id: result.id,
    asked: inStudentsWords(result.says),
    expected: result.expected === null ? undefined : inStudentsWords(result.expected),
    did: didIn(result),
    input: inputOf(result),
    steps: (result.script ?? []).map(inStudentsWords),
    // The steps tell it better.
    happenings: result.script ? [] : happenings(result),
    cause: cause?.text,
    hint: cause?.toDo ?? hintOf(result),
    source: inStudentsWords(result.source),
    alike: others.map(({ id }) => id),
    untested,
  }
}

/** In calls, which a student can make as well; how long a peer waits, and the like, is the business of whoever tests. */
function inputOf({ script, counterexample }: BehaviourResult): string {
  const input = script ? '' : inStudentsWords(inputInWords(counterexample))
  return /\w\(/.test(input) ? input : ''
}

function didIn({ happened, rate, carriedOver }: BehaviourResult): string {
  const told = inStudentsWords(happened ?? 'something else')
  if (rate === null || carriedOver) return told
  return `${told} (in ${rate.failed} of ${plural(rate.of, 'try', 'tries')} of the same)`
}
