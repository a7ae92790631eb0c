import { type ExitCode, exitCodes, gravest } from '../../harness/cli/exit-codes.ts'
import { hanging, type Page } from '../terminal/page.ts'
import { painter } from '../text/paint.ts'
import { looks, type Standing, standingOf, standings } from '../text/standing.ts'
import { madeVisible } from '../text/visible.ts'
import { padded, widthOf } from '../text/width.ts'
import { plural } from '../text/words.ts'
import { type Cell, type Column, type Compared, comparisonOf, type Skipped } from './comparison.ts'
import { declarationsOf } from './declarations.ts'
import { difference } from './difference.ts'

export interface CompareOptions {
  /** The terminal's width. */
  readonly columns: number
  readonly colour: boolean
  readonly skipped?: readonly Skipped[]
}

/** What several wrappers come to: a confirmed failure is accounted for. Pure. */
export const exitCodeOf = (compared: readonly Compared[]): ExitCode =>
  gravest(comparisonOf(compared).columns.map(({ conclusion }) => conclusion.code))

/** Wrappers side by side, for people: who, group by group, what they declare, and all that differs. Pure. */
export function comparisonReport(compared: readonly Compared[], options: CompareOptions): string {
  const { columns, groups, differences } = comparisonOf(madeVisible(compared))
  const page: Page = {
    columns: Math.min(Math.max(options.columns, narrowest), widestPage),
    paint: painter(options.colour),
  }
  const parts = [
    ...(columns.length === 0 ? [] : [heading(columns, page), table(columns, page)]),
    ...skippedLines(madeVisible(options.skipped ?? []), page),
    ...(columns.length === 0 ? [] : blocks(columns, groups, page)),
    ...differences.map((each) => difference(each, columns, page)),
    ...declared(columns, page),
    ...(columns.length === 0 ? [] : [closing(columns, options.skipped?.length ?? 0, page)]),
  ]
  return `${parts.join('\n\n')}\n`
}

const narrowest = 40
/** Longer lines are hard to read. */
const widestPage = 120

function heading(columns: readonly Column[], { paint }: Page): string {
  const profiles = [...new Set(columns.map(({ record }) => record.profile))]
  return `${paint.bold(`${plural(columns.length, 'wrapper')} side by side`)}${paint.dim(`, profile ${profiles.join(' and ')}`)}`
}

/** Who they are, and how many of each verdict there are, in columns. */
function table(columns: readonly Column[], page: Page): string {
  const { bold, dim } = page.paint
  const used = standings.filter((standing) => columns.some((column) => countOf(column, standing) > 0))
  const numbers = String(columns.length).length
  const names = Math.max(...columns.map(({ name }) => widthOf(name)))
  const lines = columns.map((column) => {
    const counts = used.map((standing) => {
      const count = countOf(column, standing)
      const text = count === 0 ? '' : `${looks[standing].sign} ${count}`
      return page.paint[looks[standing].colour](padded(text, widest(columns, standing)))
    })
    const confirmed = column.confirmed === 0 ? '' : dim(`${column.confirmed} confirmed`)
    const first = `  ${dim(String(column.number).padStart(numbers))}  ${bold(padded(column.name, names))}`
    return [first, ...counts, confirmed].join('  ').trimEnd()
  })
  const legend = used.map((standing) => `${looks[standing].sign} ${looks[standing].one}`).join(', ')
  const proof = columns.some(({ confirmed }) => confirmed > 0)
    ? '; confirmed: by a program without this suite'
    : ''
  return [...lines, dim(hanging(page, `${legend}${proof}`, 2))].join('\n')
}

const countOf = ({ record }: Column, standing: Standing): number =>
  record.behaviours.filter((result) => standingOf(result) === standing).length

/** A sign, a blank and the longest number. */
const widest = (columns: readonly Column[], standing: Standing): number =>
  2 + Math.max(...columns.map((column) => String(countOf(column, standing)).length))

function skippedLines(skipped: readonly Skipped[], page: Page): string[] {
  if (skipped.length === 0) return []
  const { yellow } = page.paint
  const lines = skipped.map(({ name, reason }) => hanging(page, `${name}: ${reason}`, 4, '  – '))
  return [[yellow(`${plural(skipped.length, 'wrapper')} not run`), ...lines].join('\n')]
}

/** The matrix; in several blocks, one under the other, where it is too wide for the page. */
function blocks(
  columns: readonly Column[],
  groups: readonly { readonly name: string; readonly cells: readonly Cell[] }[],
  page: Page,
): string[] {
  const left = Math.max(...groups.map(({ name }) => widthOf(name))) + 2
  const texts = groups.map(({ cells }) => cells.map(textOf))
  const widths = columns.map(
    ({ number }, at) => Math.max(widthOf(String(number)), ...texts.map((row) => widthOf(row[at] ?? ''))) + 1,
  )
  const cells = (row: readonly Cell[], from: number, to: number): string =>
    row
      .slice(from, to)
      .map((cell, at) => {
        const text = textOf(cell).padStart(widths[from + at] ?? 0)
        return cell ? page.paint[looks[cell.standing].colour](text) : text
      })
      .join('')
  return ranges(widths, page.columns - 2 - left).map(([from, to]) => {
    const numbers = columns
      .slice(from, to)
      .map(({ number }, at) => String(number).padStart(widths[from + at] ?? 0))
    const head = `  ${' '.repeat(left)}${page.paint.dim(numbers.join(''))}`
    return [head, ...groups.map((group) => `  ${padded(group.name, left)}${cells(group.cells, from, to)}`)]
      .map((line) => line.trimEnd())
      .join('\n')
  })
}

/** A sign, and how many it stands for, where that is news. */
function textOf(cell: Cell): string {
  if (!cell) return ''
  const { sign } = looks[cell.standing]
  return cell.standing === 'pass' || cell.standing === 'unsupported' ? sign : `${sign}${cell.count}`
}

/** Runs of columns, from and up to, that fit beside each other: as few as can be, of about one length. */
function ranges(widths: readonly number[], room: number): (readonly [number, number])[] {
  const one = Math.max(...widths)
  const parts = Math.ceil((widths.length * one) / Math.max(one, room))
  const each = Math.ceil(widths.length / parts)
  return Array.from({ length: parts }, (_, at) => [at * each, Math.min((at + 1) * each, widths.length)])
}

function declared(columns: readonly Column[], page: Page): string[] {
  const lines = declarationsOf(columns).map(({ text, by }) => {
    const who = by.map(({ name }) => name).join(', ')
    return hanging(page, `${page.paint.bold(text)}: ${who}`, 4, '  ')
  })
  return lines.length === 0 ? [] : [[page.paint.bold('What only some declare'), ...lines].join('\n')]
}

function closing(columns: readonly Column[], skipped: number, page: Page): string {
  const { green, red, yellow } = page.paint
  const code = gravest(columns.map(({ conclusion }) => conclusion.code))
  const of = (wanted: ExitCode): string[] =>
    columns.filter(({ conclusion }) => conclusion.code === wanted).map(({ name }) => name)
  const mended = columns.flatMap((column) => column.mended.map((id) => `${id} of ${column.name}`))
  const said = [
    ...(mended.length > 0 ? [`confirmed failures that are no more: ${mended.join(', ')}`] : []),
    ...(of(exitCodes.bug).length > 0 ? [`a bug of the suite: ${of(exitCodes.bug).join(', ')}`] : []),
    ...(of(exitCodes.fails).length > 0
      ? [`a must fails or is untested: ${of(exitCodes.fails).join(', ')}`]
      : []),
    ...(of(exitCodes.inconclusive).length > 0
      ? [`a must is inconclusive: ${of(exitCodes.inconclusive).join(', ')}`]
      : []),
    ...(skipped > 0 ? [`${plural(skipped, 'wrapper')} not run`] : []),
  ]
  const paint = code === exitCodes.conforms ? green : code === exitCodes.inconclusive ? yellow : red
  const good = columns.some(({ confirmed }) => confirmed > 0)
    ? 'all conform but for what was confirmed by hand'
    : 'all conform'
  const meaning = code === exitCodes.conforms ? good : 'not all conform'
  return [
    ...said.map((each) => hanging(page, each, 2, '')),
    paint(hanging(page, `exit ${code}: ${meaning}`, 0)),
  ].join('\n')
}
