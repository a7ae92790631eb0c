import type { BehaviourResult } from '../../harness/record/schema.ts'
import { inputInWords } from '../text/counterexample.ts'
import { looks, standingOf } from '../text/standing.ts'
import { plural } from '../text/words.ts'
import { hanging, labelled, type Page, verbatim } from './page.ts'
import { timelineBlock } from './timeline-block.ts'

export interface Telling {
  readonly timeline: boolean
  /** The whole stack of a bug of the suite, rather than its first line. */
  readonly stack: boolean
}

/** Why one behaviour is not green, and how to go on from there. `shadows` are untested because of it. */
export function explanation(
  result: BehaviourResult,
  shadows: readonly BehaviourResult[],
  page: Page,
  telling: Telling,
): string {
  return [
    title([result], page),
    hanging(page, result.says, 2),
    ...facts(result, telling).map(([label, text]) => labelled(page, label, text)),
    ...script(result, page),
    ...(telling.timeline ? timelineBlock(result.trace, page) : []),
    ...(result.replay === null ? [] : [verbatim(page, 'replay', result.replay)]),
    ...(shadows.length === 0 ? [] : [labelled(page, 'untested', hidden(shadows))]),
  ].join('\n')
}

/** The first line of what is said of one behaviour, by its id, or of several that stand alike. */
export function title(alike: readonly [BehaviourResult, ...BehaviourResult[]], page: Page): string {
  const [first] = alike
  const standing = standingOf(first)
  const { sign, colour, one } = looks[standing]
  const paint = page.paint[colour]
  const cause = first.cause === null || standing === 'differs' ? '' : ` (${first.cause})`
  const name = alike.length === 1 ? first.id : plural(alike.length, 'behaviour')
  return `${paint(sign)} ${page.paint.bold(name)}  ${paint(`${one}${cause}`)}`
}

function facts(result: BehaviourResult, { stack }: Telling): (readonly [label: string, text: string])[] {
  // A note has no right answer, so that nothing is expected and nothing has to be mended.
  if (standingOf(result) === 'differs') return present([['happened', result.happened]])
  const bug = result.cause === 'bug'
  const happened = bug && !stack ? firstLine(result.happened) : result.happened
  return present([
    ['expected', result.expected],
    ['happened', happened],
    ['with', result.script ? null : inputInWords(result.counterexample)],
    ['rate', rateOf(result)],
    ['carried', result.carriedOver ? carried : null],
    ['hint', result.verdict === 'fail' ? result.hint : null],
    ['next', bug ? 'This is not the wrapper’s fault. Please report it, with the record (--json).' : null],
  ])
}

/** The steps of a sequence, numbered, each with what came of it. */
function script({ script: steps }: BehaviourResult, page: Page): string[] {
  if (!steps) return []
  const columns = String(steps.length).length
  return [
    `  ${page.paint.dim('script')}`,
    ...steps.map((step, index) => {
      const number = `    ${page.paint.dim(String(index + 1).padStart(columns))}  `
      return hanging(page, step, 4 + columns + 2, number)
    }),
  ]
}

const present = (all: readonly (readonly [string, string | null])[]): (readonly [string, string])[] =>
  all.flatMap(([label, text]) => (text === null || text === '' ? [] : [[label, text] as const]))

const carried =
  'over from trials before: it failed only in a process that had served other sockets, never in a fresh one. State leaks from one socket to another.'

// Line breaks were made visible on the way here.
const firstLine = (text: string | null): string | null => text?.split('\\n')[0] ?? null

function rateOf({ rate, carriedOver }: BehaviourResult): string | null {
  if (rate === null || carriedOver) return null
  return `it failed in ${rate.failed} of ${plural(rate.of, 'repeat')} of the same input`
}

const hidden = (shadows: readonly BehaviourResult[]): string =>
  `${plural(shadows.length, 'behaviour')} because of it: ${shadows.map(({ id }) => id).join(', ')}`
