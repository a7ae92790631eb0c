import type { BehaviourResult, Record as RunRecord } from '../../harness/record/schema.ts'
import { explanation } from '../terminal/explanation.ts'
import type { Page } from '../terminal/page.ts'
import { painter } from '../text/paint.ts'
import { looks, type Standing, standingOf } from '../text/standing.ts'
import { cut } from '../text/width.ts'
import { code, codeBlock, codeInHtml } from './spans.ts'
import { type Alike, sets } from '../text/alike.ts'

/** How much is told: everything, all but timelines, a line for each, or nothing but numbers. */
export const details = ['timelines', 'facts', 'lines', 'totals'] as const
export type Detail = (typeof details)[number]

/** What is not green in a record, the gravest first; empty where there is nothing. Its text has to be visible. */
export function section(record: RunRecord, detail: Detail): string {
  const of = (standing: Standing): BehaviourResult[] =>
    record.behaviours.filter((result) => standingOf(result) === standing)
  const told = [...of('fail'), ...of('inconclusive'), ...of('warning'), ...of('differs')]
  const untested = of('untested')
  return [
    ...sets(told, (result) => (result.trials > 0 ? result.id : `${result.cause} ${result.happened}`)).map(
      ([first, ...rest]) => (rest.length > 0 ? together([first, ...rest]) : one(first, untested, detail)),
    ),
    ...sets(untested, ({ because }) => because ?? '').map(hidden),
    ...folded(of('unsupported')),
  ].join(detail === 'lines' ? '\n' : '\n\n')
}

/** One behaviour: a line that tells what happened, and below it, folded, the evidence. */
function one(result: BehaviourResult, untested: readonly BehaviourResult[], detail: Detail): string {
  const { sign, one: word } = looks[standingOf(result)]
  const cause = result.cause === null || standingOf(result) === 'differs' ? '' : ` (${result.cause})`
  const happened = cut(result.happened ?? '', mostColumns)
  if (detail === 'lines' || detail === 'totals')
    return `- ${sign} **${code(result.id)}** ${word}${cause}: ${code(happened)}`
  const shadows = untested.filter(({ because }) => because === result.id)
  const telling = { timeline: detail === 'timelines', stack: false }
  return [
    `<details><summary>${sign} <b>${codeInHtml(result.id)}</b> ${word}${cause}: ${codeInHtml(happened)}</summary>`,
    codeBlock(explanation(result, shadows, page, telling)),
    '</details>',
  ].join('\n\n')
}

/** Several that could not be tried for one reason. */
function together(alike: Alike): string {
  const [first] = alike
  const { sign, many } = looks[standingOf(first)]
  return `- ${sign} **${alike.length} ${many}** (${first.cause}): ${code(cut(first.happened ?? '', mostColumns))}`
}

const hidden = (alike: Alike): string =>
  `- **${alike.length} untested** because of ${code(alike[0].because ?? '')}: ${names(alike)}`

function folded(unsupported: readonly BehaviourResult[]): string[] {
  if (unsupported.length === 0) return []
  const reasons = sets(unsupported, ({ cause, happened }) => `${cause} ${happened}`)
  return [
    [
      `<details><summary>${looks.unsupported.sign} ${unsupported.length} unsupported, which count neither way</summary>`,
      reasons.map((alike) => `- ${code(alike[0].happened ?? '')}: ${names(alike)}`).join('\n'),
      '</details>',
    ].join('\n\n'),
  ]
}

function names(alike: readonly BehaviourResult[]): string {
  const shown = alike.slice(0, mostNames).map(({ id }) => code(id))
  const more = alike.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

const mostColumns = 160
const mostNames = 40
const page: Page = { columns: 100, paint: painter(false) }
