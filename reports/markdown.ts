import { conclusionOf, exitCodes } from '../harness/cli/exit-codes.ts'
import type { Record as RunRecord } from '../harness/record/schema.ts'
import { labelsOf } from './ci/cases.ts'
import { type Detail, details, section } from './markdown/section.ts'
import { code, codeInTable } from './markdown/spans.ts'
import { looks, standingOf, standings } from './text/standing.ts'
import { madeVisible } from './text/visible.ts'
import { plural } from './text/words.ts'

/** GitHub takes 1 MiB for the summary of a step, and drops all of it beyond that; others write to it too. */
const mostBytes = 1_000_000

/**
 * A summary in GitHub's Markdown, fit for `$GITHUB_STEP_SUMMARY`: what it comes to, what there is of each verdict, and
 * what is not green, folded. What would not fit is left out, the most verbose first, and that is said. Pure.
 *
 * @param most bytes of UTF-8
 */
export function markdownReport(records: readonly RunRecord[], most = mostBytes): string {
  const labels = labelsOf(records)
  const named = records.map(madeVisible).map((record, at) => ({ record, label: labels[at]! }))
  for (const detail of details) {
    const text = written(named, detail)
    if (Buffer.byteLength(text) <= most) return text
  }
  return `## wouldblock: ${plural(records.length, 'wrapper')}\n\nToo many to be told here; the records hold all.\n`
}

interface Named {
  readonly record: RunRecord
  readonly label: string
}

function written(named: readonly Named[], detail: Detail): string {
  const sections = detail === 'totals' ? [] : named.map(({ record }) => section(record, detail))
  const [only] = named
  const parts =
    named.length === 1 && only
      ? [
          `## ${sign(only.record)} wouldblock: ${code(only.label)}`,
          conclusion(only.record),
          totals(named),
          ...sections,
        ]
      : [
          `## wouldblock: ${conforming(named)} of ${plural(named.length, 'wrapper')} conform`,
          totals(named),
          ...named.flatMap(({ record, label }, at) =>
            sections[at] === undefined || sections[at] === ''
              ? []
              : [`### ${sign(record)} ${code(label)}`, conclusion(record), sections[at]],
          ),
        ]
  const left = leftOut[detail]
  return `${[...parts, left === '' ? '' : `*${left}*`].filter((part) => part !== '').join('\n\n')}\n`
}

const leftOut: Readonly<Record<Detail, string>> = {
  timelines: '',
  facts: 'Timelines are left out, since GitHub takes no longer summary; the record holds them.',
  lines: 'Evidence is left out, since GitHub takes no longer summary; the record holds it.',
  totals: 'What is not green is left out, since GitHub takes no longer summary; the record holds it.',
}

const conforming = (named: readonly Named[]): number =>
  named.filter(({ record }) => conclusionOf(record).code === exitCodes.conforms).length

function sign(record: RunRecord): string {
  const { code: exit } = conclusionOf(record)
  if (exit === exitCodes.conforms) return '✅'
  return exit === exitCodes.inconclusive ? '❔' : '❌'
}

function conclusion(record: RunRecord): string {
  const { code: exit, meaning } = conclusionOf(record)
  const { profile, seed, environment, quick } = record
  const facts = [`profile ${code(profile)}`, `seed ${seed}`, `${environment.seconds.toFixed(1)} s`]
  return `**Exit ${exit}: ${meaning}.** ${facts.join(', ')}${quick === true ? ', only a quick look' : ''}.`
}

/** A row for each wrapper, and a column for each verdict that there is. */
function totals(named: readonly Named[]): string {
  const counts = named.map(({ record }) =>
    standings.map((standing) => record.behaviours.filter((each) => standingOf(each) === standing).length),
  )
  const used = standings.map((_, at) => counts.some((row) => row[at]! > 0))
  const kept = <Cell>(cells: readonly Cell[]): Cell[] => cells.filter((_, at) => used[at])
  const heads = kept(standings.map((standing) => `${looks[standing].sign} ${looks[standing].many}`))
  const alone = named.length === 1
  const rows = named.map(({ record, label }, at) => [
    ...(alone ? [] : [sign(record), codeInTable(label)]),
    String(record.behaviours.length),
    ...kept(counts[at]!).map((count) => (count === 0 ? '' : String(count))),
  ])
  const names = [...(alone ? [] : ['', 'wrapper']), 'behaviours', ...heads]
  const rules = names.map((name) => (name === 'wrapper' || name === '' ? '---' : '---:'))
  return [names, rules, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
