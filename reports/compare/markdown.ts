import type { BehaviourResult } from '../../harness/record/schema.ts'
import { code, codeInTable } from '../markdown/spans.ts'
import { looks, standingOf, standings } from '../text/standing.ts'
import { madeVisible } from '../text/visible.ts'
import { plural } from '../text/words.ts'
import {
  type Cell,
  type Column,
  type Compared,
  comparisonOf,
  type Difference,
  shadowsOf,
  type Skipped,
} from './comparison.ts'
import { declarationsOf } from './declarations.ts'

/** Wrappers side by side, for a page on the web or a comment: wrappers down, groups across, then all that differs. Pure. */
export function comparisonMarkdown(compared: readonly Compared[], skipped: readonly Skipped[] = []): string {
  const { columns, groups, differences } = comparisonOf(madeVisible(compared))
  const heads = ['Wrapper', ...groups.map(({ name }) => name), 'In all']
  const rows = columns.map((column, at) => [
    codeInTable(column.name),
    ...groups.map(({ cells }) => textOf(cells[at])),
    inAll(column),
  ])
  const parts = [
    `## ${plural(columns.length, 'wrapper')} side by side`,
    table(heads, rows),
    legend,
    ...(skipped.length === 0
      ? []
      : [
          '### Not run',
          bullets(madeVisible(skipped).map(({ name, reason }) => `${code(name)}: ${code(reason)}`)),
        ]),
    ...declared(columns),
    ...(differences.length === 0
      ? []
      : ['### What differs', ...differences.map((each) => told(each, columns))]),
  ]
  return `${parts.join('\n\n')}\n`
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

function textOf(cell: Cell): string {
  if (!cell) return ''
  const { sign } = looks[cell.standing]
  return cell.standing === 'pass' || cell.standing === 'unsupported' ? sign : `${sign} ${cell.count}`
}

function inAll({ record, confirmed }: Column): string {
  const counts = standings.flatMap((standing) => {
    const count = record.behaviours.filter((result) => standingOf(result) === standing).length
    return count === 0 ? [] : [`${count} ${count === 1 ? looks[standing].one : looks[standing].many}`]
  })
  return `${counts.join(', ')}${confirmed === 0 ? '' : ` (${confirmed} confirmed by hand)`}`
}

const legend = Object.values(looks)
  .map(({ sign, one }) => `${sign} ${one}`)
  .join(' · ')

function declared(columns: readonly Column[]): string[] {
  const rows = declarationsOf(columns).map(({ text, by }) => [
    codeInTable(text),
    by.map(({ name }) => codeInTable(name)).join(', '),
  ])
  return rows.length === 0 ? [] : ['### What only some declare', table(['', 'Wrappers'], rows)]
}

function told({ id, level, says, results }: Difference, columns: readonly Column[]): string {
  const lines = columns.flatMap((column, at) => {
    const result = results[at]
    if (!result || result.verdict === 'pass' || result.verdict === 'unsupported') return []
    return [
      `${looks[standingOf(result)].sign} ${code(column.name)} ${what(result)}${proof(column, id)}${shadow(column, id)}`,
    ]
  })
  const rest = (['pass', 'unsupported'] as const).flatMap((verdict) => {
    const count = results.filter((result) => result?.verdict === verdict).length
    return count === 0 ? [] : [`${looks[verdict].sign} ${plural(count, 'wrapper')} ${looks[verdict].one}`]
  })
  return `**${code(id)}** (${level}): ${code(says)}\n\n${bullets([...lines, ...rest])}`
}

function what(result: BehaviourResult): string {
  switch (result.verdict) {
    case 'untested':
      return `untested, because of ${code(result.because ?? '')}`
    case 'fail':
    case 'inconclusive':
    case 'pass':
    case 'unsupported': {
      const cause = result.cause === null || standingOf(result) === 'differs' ? '' : `${result.cause}: `
      return `${cause}${code(result.happened?.split('\\n')[0] ?? '')}`
    }
  }
}

function shadow({ record }: Column, id: string): string {
  const shadows = shadowsOf(id, record.behaviours)
  return shadows.length === 0
    ? ''
    : `; untested because of it: ${shadows.map((each) => code(each.id)).join(', ')}`
}

function proof({ findings }: Column, id: string): string {
  const file = findings?.[id]
  return file === undefined ? '' : `, confirmed by [${file}](reports/findings/${file})`
}
