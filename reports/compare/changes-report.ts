import type { BehaviourResult } from '../../harness/record/schema.ts'
import { code } from '../markdown/spans.ts'
import { hanging, type Page } from '../terminal/page.ts'
import { painter } from '../text/paint.ts'
import { looks, standingOf } from '../text/standing.ts'
import { madeVisible } from '../text/visible.ts'
import { plural } from '../text/words.ts'
import { type Change, type Changes, exitCodeOfChanges } from './changes.ts'

/** What changed, for people at a terminal. Pure. */
export function changesReport(
  changes: readonly Changes[],
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const page: Page = { columns: Math.min(Math.max(columns, 40), 120), paint: painter(colour) }
  const exit = exitCodeOfChanges(changes)
  const meaning = ['no must has become worse', 'a must has become worse', 'a must cannot be told any more']
  const paint = [page.paint.green, page.paint.red, page.paint.yellow][exit] ?? page.paint.red
  const parts = [
    ...madeVisible(changes).map((each) => ofOne(each, page)),
    paint(`exit ${exit}: ${meaning[exit] ?? ''}`),
  ]
  return `${parts.join('\n\n')}\n`
}

function ofOne(changes: Changes, page: Page): string {
  const { bold, dim } = page.paint
  const { worse, better, other, said } = changes
  return [
    bold(changes.name),
    dim(hanging(page, `${runOf(changes.old)} → ${runOf(changes.new)}`, 2)),
    ...said.map(({ what, before, after }) => hanging(page, `${what}: ${before} → ${after}`, 4, '  ')),
    ...block('Worse', worse, page),
    ...block('Better', better, page),
    ...block('Otherwise', other, page),
    ...only('Only in the newer run', changes.added, page),
    ...only('Only in the older run', changes.removed, page),
    ...(isNothing(changes) ? [dim('  nothing has changed')] : []),
  ].join('\n')
}

const isNothing = ({ worse, better, other, added, removed }: Changes): boolean =>
  [worse, better, other, added, removed].every((each) => each.length === 0)

const runOf = ({ environment, totals }: Changes['old']): string =>
  `${environment.startedAt.slice(0, 16).replace('T', ' ')}, ${totals.pass} of ${plural(totals.planned, 'behaviour')} pass`

function block(title: string, changes: readonly Change[], page: Page): string[] {
  if (changes.length === 0) return []
  const lines = changes.map(({ id, before, after }) => {
    const { sign, colour } = looks[standingOf(after)]
    const text = `${page.paint.bold(id)}: ${standing(before)} → ${standing(after)}`
    const happened = after.verdict === 'fail' ? `; ${after.happened ?? ''}` : ''
    return hanging(page, `${text}${happened}`, 6, `  ${page.paint[colour](sign)} `)
  })
  return ['', page.paint.bold(`${title}: ${changes.length}`), ...lines]
}

function only(title: string, results: readonly BehaviourResult[], page: Page): string[] {
  if (results.length === 0) return []
  const ids = results.map((result) => `${result.id} (${standing(result)})`)
  return ['', page.paint.bold(`${title}: ${results.length}`), hanging(page, ids.join(', '), 2)]
}

function standing(result: BehaviourResult): string {
  const { one } = looks[standingOf(result)]
  return result.verdict === 'fail' ? `${one} (${result.cause})` : one
}

/** The same for release notes, or a comment on a pull request. Pure. */
export function changesMarkdown(changes: readonly Changes[]): string {
  const parts = madeVisible(changes).flatMap((each) => [
    `## What changed in ${code(each.name)}`,
    `${runOf(each.old)} → ${runOf(each.new)}`,
    ...list(each.said.map(({ what, before, after }) => `${what}: ${code(before)} → ${code(after)}`)),
    ...sections(each),
    ...(isNothing(each) ? ['Nothing has changed.'] : []),
  ])
  return `${parts.join('\n\n')}\n`
}

function sections({ worse, better, other, added, removed }: Changes): string[] {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`### ${title}`, ...list(lines)]
  const told = ({ id, before, after }: Change): string => {
    const happened = after.verdict === 'fail' ? `: ${code(after.happened ?? '')}` : ''
    return `${code(id)} (${after.level}): ${standing(before)} → ${standing(after)}${happened}`
  }
  const named = (result: BehaviourResult): string => `${code(result.id)}: ${standing(result)}`
  return [
    ...section('Worse', worse.map(told)),
    ...section('Better', better.map(told)),
    ...section('Otherwise', other.map(told)),
    ...section('Only in the newer run', added.map(named)),
    ...section('Only in the older run', removed.map(named)),
  ]
}

const list = (lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]
