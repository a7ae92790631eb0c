import type { Record as RunRecord } from '../harness/record/schema.ts'
import { type Case, casesOf, labelsOf, trialSecondsOf, versionOf } from './ci/cases.ts'
import { madeVisible } from './text/visible.ts'
import { attributes, escapedForXml } from './text/xml.ts'

/**
 * JUnit XML, as Jenkins and GitLab read it: a suite for each wrapper, a case for each behaviour. Pure.
 *
 * A failure is a `must` that fails; an error a `must` that could not be seen or decided, or a bug of the suite; skipped
 * is what is unsupported, and what is not met or not seen but only warns. Jenkins shows the attribute `message`, GitLab
 * the text alone, so that the text says everything.
 */
export function junitReport(records: readonly RunRecord[]): string {
  const labels = labelsOf(records)
  const suites = records.map((record, at) => ({
    record,
    label: labels[at]!,
    cases: casesOf(madeVisible(record)),
  }))
  const seconds = records.reduce((sum, { environment }) => sum + environment.seconds, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'wouldblock', ...counts(suites.flatMap(({ cases }) => cases)), time: inSeconds(seconds) })}>`,
    ...suites.map(suite),
    '</testsuites>',
    '',
  ].join('\n')
}

const counts = (cases: readonly Case[]): Readonly<Record<string, number>> => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome === 'failed').length,
  errors: cases.filter(({ outcome }) => outcome === 'error').length,
})

interface Suite {
  readonly record: RunRecord
  readonly label: string
  readonly cases: readonly Case[]
}

function suite({ record, label, cases }: Suite): string {
  const { environment } = record
  const own = {
    name: label,
    ...counts(cases),
    skipped: cases.filter(({ outcome }) => outcome === 'skipped').length,
    time: inSeconds(environment.seconds),
    // The format knows no zone, and its readers take it for UTC.
    timestamp: environment.startedAt.replace(/(\.\d+)?Z$/, ''),
  }
  const seconds = trialSecondsOf(record)
  return [
    `  <testsuite${attributes(own)}>`,
    '    <properties>',
    ...properties(madeVisible(record)).map(
      ([name, value]) => `      <property${attributes({ name, value })}/>`,
    ),
    '    </properties>',
    ...cases.map((each) => testCase(each, label, seconds.get(each.id) ?? 0)),
    '  </testsuite>',
  ].join('\n')
}

function properties(record: RunRecord): [string, string][] {
  const { wrapper, profile, seed, catalogue, environment } = record
  const { wouldblock, node, platform, release, cores, lanes } = environment
  const known: [string, string | number | null][] = [
    ['wrapper', wrapper.spec],
    ['name', wrapper.name],
    ['version', versionOf(record)],
    ['language', wrapper.language],
    ['profile', profile],
    ['seed', seed],
    ['catalogue', catalogue],
    ['wouldblock', wouldblock],
    ['node', node],
    ['platform', `${platform} ${release}`],
    ['cores', cores],
    ['lanes', lanes],
  ]
  return known.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
}

/** The wrapper is part of the class, since readers that meet a class and a name again keep only the first. */
function testCase(each: Case, label: string, seconds: number): string {
  const named = attributes({ classname: `${label}.${each.group}`, name: each.id, time: inSeconds(seconds) })
  const inside = insideOf(each)
  return inside === '' ? `    <testcase${named}/>` : `    <testcase${named}>${inside}</testcase>`
}

function insideOf({ outcome, standing, reason, explained, result }: Case): string {
  const text = escapedForXml(explained ?? '')
  // GitLab's reader takes some types for those of data (integer, date, yaml …); no verdict and no cause is called so.
  const said = (type: string): string => attributes({ message: reason, type })
  switch (outcome) {
    case 'passed':
      return text === '' ? '' : `<system-out>${text}</system-out>`
    case 'failed':
      return `<failure${said(result?.cause ?? standing)}>${text}</failure>`
    case 'error':
      return `<error${said(standing)}>${text}</error>`
    case 'skipped':
      return `<skipped${said(standing)}>${text}</skipped>`
  }
}

const inSeconds = (seconds: number): string => seconds.toFixed(3)
