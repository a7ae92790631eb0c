import type { Record as RunRecord } from '../harness/record/schema.ts'
import { type Case, casesOf, isRed, labelsOf } from './ci/cases.ts'
import { timelineText } from './ci/timeline-text.ts'
import { inputInWords } from './text/counterexample.ts'
import { counted } from './text/standing.ts'
import { painter } from './text/paint.ts'
import { madeVisible } from './text/visible.ts'

/**
 * TAP 14: a test point for each behaviour, and with several wrappers a subtest for each of them. Pure.
 *
 * What only warns is `not ok … # TODO`, which a harness reports and does not count as a failure; what was never claimed
 * or cannot be staged here is `ok … # SKIP`.
 */
export function tapReport(records: readonly RunRecord[]): string {
  const shown = records.map(madeVisible)
  const [first] = shown
  const body = shown.length === 1 && first ? streamOf(first) : subtests(shown)
  return ['TAP version 14', ...body, ''].join('\n')
}

function streamOf(record: RunRecord): string[] {
  const { wrapper, profile, seed, environment, behaviours } = record
  const cases = casesOf(record)
  return [
    `1..${cases.length}`,
    `# wouldblock ${environment.wouldblock}: ${wrapper.spec}, profile ${profile}, seed ${seed}`,
    ...cases.flatMap((each, at) => point(each, at + 1)),
    `# ${behaviours.length} behaviours: ${counted(behaviours, painter(false))}`,
  ]
}

function subtests(records: readonly RunRecord[]): string[] {
  const labels = labelsOf(records)
  return [
    `1..${records.length}`,
    ...records.flatMap((record, at) => [
      `# Subtest: ${escaped(labels[at]!)}`,
      ...streamOf(record).map((line) => `    ${line}`),
      `${casesOf(record).some(isRed) ? 'not ok' : 'ok'} ${at + 1} - ${escaped(labels[at]!)}`,
    ]),
  ]
}

function point(each: Case, number: number): string[] {
  const named = `${number} - ${escaped(each.id)}`
  const why = escaped(each.reason ?? '')
  switch (each.standing) {
    case 'pass':
      return [`ok ${named}`]
    case 'differs':
      return [`ok ${named}`, ...diagnostic(each)]
    case 'unsupported':
      return [`ok ${named} # SKIP ${why}`]
    case 'fail':
    case 'warning':
    case 'untested':
    case 'inconclusive':
      return [isRed(each) ? `not ok ${named}` : `not ok ${named} # TODO ${why}`, ...diagnostic(each)]
  }
}

/** By the specification # begins a directive and \ escapes it. */
const escaped = (text: string): string => text.replace(/[\\#]/g, '\\$&')

/** Flat YAML: every text is quoted as JSON quotes it, which YAML reads alike. */
function diagnostic({ result, standing, reason }: Case): string[] {
  // Of a note nothing is expected.
  const note = standing === 'differs'
  const facts: [string, unknown][] = result
    ? [
        ['verdict', standing],
        ['level', result.level],
        ['cause', result.cause],
        ['says', result.says],
        ['expected', note ? null : result.expected],
        ['happened', result.happened],
        ['because', result.because],
        ['with', result.script || note ? null : inputInWords(result.counterexample)],
        ['rate', result.rate && `${result.rate.failed} of ${result.rate.of}`],
        ['hint', result.verdict === 'fail' && !note ? result.hint : null],
        ['replay', result.replay],
        ['source', result.source],
      ]
    : [['message', reason]]
  return [
    '  ---',
    ...facts.flatMap(([key, value]) =>
      value === null || value === '' ? [] : [`  ${key}: ${JSON.stringify(value)}`],
    ),
    ...listed('script', result?.script ?? []),
    ...listed('timeline', timelineText(result?.trace ?? [])),
    '  ...',
  ]
}

const listed = (key: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${key}:`, ...lines.map((line) => `    - ${JSON.stringify(line)}`)]
