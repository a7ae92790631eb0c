import { conclusionOf, exitCodes } from '../harness/cli/exit-codes.ts'
import type { BehaviourResult, Record as RunRecord } from '../harness/record/schema.ts'
import { parseSpec } from '../harness/wrappers/spec.ts'
import { type Case, casesOf, isRed, labelsOf } from './ci/cases.ts'
import { painter } from './text/paint.ts'
import { counted } from './text/standing.ts'
import { madeVisible } from './text/visible.ts'
import { plural } from './text/words.ts'

/** What GitHub shows beside a build, and with a file beside the file's changes. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  /** Lines, parted by line breaks. */
  readonly message: string
  /** The wrapper's own, as it was typed, where it is one that a repository can hold. */
  readonly file?: string
}

/** Workflow commands of GitHub Actions, one a line, for standard output. Pure. */
export const githubReport = (records: readonly RunRecord[]): string =>
  annotationsOf(records)
    .map((annotation) => `${commandOf(annotation)}\n`)
    .join('')

/** GitHub shows no more of each level for a step; what comes after is in the log alone. */
const mostOfALevel = 10

/** The last one names so many of the others. */
const mostNamed = 50

/**
 * An error for each behaviour because of which the run does not end with 0, but for those that only wait for another one
 * to be mended; a warning for each `should` that is not met; a notice for each wrapper, which counts everything. Pure.
 */
export function annotationsOf(records: readonly RunRecord[]): readonly Annotation[] {
  const labels = labelsOf(records)
  const each = records
    .map(madeVisible)
    .map((record, at) => annotationsOfOne(record, labels[at]!, records.length > 1))
  return [
    ...fewer(each.flatMap(({ errors }) => errors)),
    ...fewer(each.flatMap(({ warnings }) => warnings)),
    ...fewer(each.map(({ notice }) => notice)),
  ]
}

/** Of more than are shown, the last that is shown names the others. */
function fewer(all: readonly Annotation[]): readonly Annotation[] {
  const [shown, more] = [all.slice(0, mostOfALevel - 1), all.slice(mostOfALevel - 1)]
  const [first] = more
  if (first === undefined || more.length === 1) return all
  const named = more.slice(0, mostNamed).map(({ title }) => title)
  const message = [
    ...named,
    ...(more.length > mostNamed ? [`and ${more.length - mostNamed} more`] : []),
  ].join('\n')
  return [...shown, { level: first.level, title: `wouldblock: ${more.length} more`, message }]
}

function annotationsOfOne(record: RunRecord, label: string, several: boolean) {
  const file = fileOf(record.wrapper.spec)
  const cases = casesOf(record)
  const told = new Set(cases.filter(isRed).map(({ id }) => id))
  const annotation = (level: Annotation['level'], each: Case): Annotation => ({
    level,
    title: `${several ? `${label}: ` : ''}${each.id}: ${kindOf(each)}`,
    message: each.result ? messageOf(each.result, cases) : (each.reason ?? ''),
    ...file,
  })
  const { code, meaning } = conclusionOf(record)
  const notice: Annotation = {
    level: 'notice',
    title: `wouldblock: ${label}: ${code === exitCodes.conforms ? meaning : `exit ${code}, ${meaning}`}`,
    message: `${plural(record.behaviours.length, 'behaviour')}: ${counted(record.behaviours, painter(false))}`,
    ...file,
  }
  return {
    errors: cases
      .filter(
        (each) => isRed(each) && !(each.standing === 'untested' && told.has(each.result?.because ?? '')),
      )
      .map((each) => annotation('error', each)),
    warnings: cases
      .filter(({ standing }) => standing === 'warning')
      .map((each) => annotation('warning', each)),
    notice,
  }
}

const kindOf = ({ standing, result }: Case): string =>
  result?.cause && standing !== 'untested' ? `${standing} (${result.cause})` : standing

function messageOf(result: BehaviourResult, cases: readonly Case[]): string {
  const shadows = cases.filter((each) => each.standing === 'untested' && each.result?.because === result.id)
  const lines: (readonly [string, string | null])[] = [
    ['', result.says],
    ['expected: ', result.expected],
    ['happened: ', result.happened],
    ['hint: ', result.verdict === 'fail' ? result.hint : null],
    ['replay: ', result.replay],
    ['untested because of it: ', shadows.map(({ id }) => id).join(', ')],
  ]
  return lines.flatMap(([name, text]) => (text === null || text === '' ? [] : [`${name}${text}`])).join('\n')
}

function fileOf(spec: string): { readonly file?: string } {
  const parsed = parseSpec(spec)
  if (parsed.kind !== 'spec' || parsed.spec.kind !== 'file') return {}
  const path = parsed.spec.path.replace(/^(\.\/)+/, '')
  return /^(\/|\.\.\/)/.test(path) ? {} : { file: path }
}

/** `::error title=…,file=…::message`; the runner takes back what is escaped here. */
function commandOf({ level, title, message, file }: Annotation): string {
  const properties = [`title=${property(title)}`, ...(file === undefined ? [] : [`file=${property(file)}`])]
  return `::${level} ${properties.join(',')}::${data(message)}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
