import type { BehaviourResult } from '../../harness/record/schema.ts'
import { hanging, type Page } from '../terminal/page.ts'
import { inputInWords } from '../text/counterexample.ts'
import { looks, type Standing, standingOf } from '../text/standing.ts'
import { plural } from '../text/words.ts'
import { type Column, type Difference, shadowsOf } from './comparison.ts'

interface Stand {
  readonly column: Column
  readonly result: BehaviourResult
}

/** One behaviour that not every wrapper keeps: what it asks, who does not keep it and how, and how the others stand. */
export function difference(
  { id, level, says, results }: Difference,
  columns: readonly Column[],
  page: Page,
): string {
  const stands = columns.flatMap((column, at) => {
    const result = results[at]
    return result ? [{ column, result }] : []
  })
  const of = (standing: Standing): Stand[] => stands.filter(({ result }) => standingOf(result) === standing)
  const { bold, dim } = page.paint
  return [
    `${bold(id)}  ${dim(level)}`,
    hanging(page, says, 2),
    ...(['fail', 'warning', 'differs', 'inconclusive'] as const).flatMap((standing) =>
      of(standing).map((stand) => whole(stand, page)),
    ),
    ...(['untested', 'pass', 'unsupported'] as const).flatMap((standing) =>
      together(standing, of(standing), page),
    ),
  ].join('\n')
}

/** Who does not keep it, and what happened. */
function whole({ column, result }: Stand, page: Page): string {
  const standing = standingOf(result)
  const { sign, colour } = looks[standing]
  const { bold, dim } = page.paint
  const paint = page.paint[colour]
  const input = standing === 'differs' || result.script ? '' : inputInWords(result.counterexample)
  const cause = result.cause === null || standing === 'differs' ? '' : `${paint(result.cause)}: `
  const happened = `${cause}${firstLine(result.happened)}${input === '' ? '' : dim(`, with ${input}`)}`
  const confirmed = column.findings?.[result.id]
  const shadows = shadowsOf(result.id, column.record.behaviours).map((each) => each.id)
  return [
    hanging(page, `${bold(column.name)}: ${happened}`, 6, `  ${paint(sign)} `),
    ...(confirmed === undefined ? [] : [`      ${dim(`confirmed: reports/findings/${confirmed}`)}`]),
    ...(shadows.length === 0 ? [] : [dim(hanging(page, `untested because of it: ${listed(shadows)}`, 6))]),
  ].join('\n')
}

// Line breaks were made visible on the way here.
const firstLine = (text: string | null): string => text?.split('\\n')[0] ?? ''

/** More of them are counted: who they are, the matrix tells. */
const mostNames = 6

const listed = (names: readonly string[]): string => {
  const more = names.length - mostNames
  return more > 1 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ')
}

function together(standing: Standing, stands: readonly Stand[], page: Page): string[] {
  if (stands.length === 0) return []
  const { sign, colour } = looks[standing]
  const paint = page.paint[colour]
  const names =
    stands.length <= mostNames
      ? stands.map(({ column, result }) =>
          standing === 'untested' ? `${column.name} (because of ${result.because})` : column.name,
        )
      : [plural(stands.length, 'wrapper')]
  const first = `  ${paint(sign)} `
  return [
    hanging(page, `${names.join(', ')}${standing === 'pass' ? '' : ` ${looks[standing].one}`}`, 6, first),
  ]
}
