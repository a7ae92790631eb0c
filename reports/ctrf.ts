import type { Record as RunRecord } from '../harness/record/schema.ts'
import { version } from '../harness/version.ts'
import { type Case, casesOf, isRed, labelsOf, trialSecondsOf, versionOf } from './ci/cases.ts'
import { timelineText } from './ci/timeline-text.ts'
import { madeVisible } from './text/visible.ts'

/**
 * CTRF, the Common Test Report Format: one document for all wrappers, told apart by their suites. Pure.
 *
 * `failed` is what decides the exit code, whether it failed or could not be seen or decided; `rawStatus` says which.
 * What only warns is `other`.
 */
export function ctrfReport(records: readonly RunRecord[]): string {
  const shown = records.map(madeVisible)
  const labels = labelsOf(records)
  const tests = shown.flatMap((record, at) => testsOf(record, labels[at]!))
  const starts = shown.map(({ environment }) => startOf(environment))
  const stops = shown.map(({ environment }, at) => starts[at]! + millis(environment.seconds))
  const having = (status: Status): number => tests.filter((test) => test.status === status).length
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'wouldblock',
    results: {
      tool: { name: 'wouldblock', version: shown[0]?.environment.wouldblock ?? version },
      summary: {
        tests: tests.length,
        passed: having('passed'),
        failed: having('failed'),
        skipped: having('skipped'),
        pending: 0,
        other: having('other'),
        suites: new Set(tests.map(({ suite }) => suite.join('\n'))).size,
        start: Math.min(...starts),
        stop: Math.max(...stops),
        duration: shown.reduce((sum, { environment }) => sum + millis(environment.seconds), 0),
      },
      tests,
      environment: environmentOf(shown, labels),
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

type Status = 'passed' | 'failed' | 'skipped' | 'other'

function testsOf(record: RunRecord, label: string) {
  const seconds = trialSecondsOf(record)
  return casesOf(record).map((each) => {
    const { id, group, result, standing, reason } = each
    const trace = timelineText(result?.trace ?? [])
    return {
      testId: `${label} ${id}`,
      name: id,
      suite: [label, group],
      status: statusOf(each),
      rawStatus: standing,
      // Of its trials, which overlap with others'.
      duration: millis(seconds.get(id) ?? 0),
      ...(reason === null ? {} : { message: reason }),
      ...(trace.length === 0 ? {} : { trace: trace.join('\n') }),
      type: 'conformance',
      ...(result ? detailsOf(result) : {}),
    }
  })
}

const detailsOf = (result: RunRecord['behaviours'][number]) => ({
  tags: [result.level],
  labels: { level: result.level, tier: result.tier, ...(result.cause ? { cause: result.cause } : {}) },
  extra: {
    says: result.says,
    source: result.source,
    expected: result.expected,
    happened: result.happened,
    because: result.because,
    counterexample: result.counterexample ?? null,
    script: result.script ?? null,
    rate: result.rate,
    hint: result.hint,
    replay: result.replay,
    trials: result.trials,
  },
})

function statusOf(each: Case): Status {
  if (isRed(each)) return 'failed'
  if (each.standing === 'warning') return 'other'
  return each.outcome === 'skipped' ? 'skipped' : 'passed'
}

function environmentOf(records: readonly RunRecord[], labels: readonly string[]) {
  const [only] = records.length === 1 ? records : []
  const appVersion = only ? versionOf(only) : null
  const environments = records.map(({ environment }) => environment)
  return {
    appName: labels.join(', '),
    ...(appVersion === null ? {} : { appVersion }),
    ...(environments[0] ? { osPlatform: environments[0].platform, osRelease: environments[0].release } : {}),
    healthy: records.every((record) => !casesOf(record).some(isRed)),
    extra: {
      runs: records.map(({ wrapper, profile, seed, catalogue, environment }) => ({
        wrapper,
        profile,
        seed,
        catalogue,
        environment,
      })),
    },
  }
}

const millis = (seconds: number): number => Math.round(seconds * 1000)

/** Milliseconds since 1970; 0 for a record that does not tell. */
const startOf = ({ startedAt }: RunRecord['environment']): number => {
  const start = Date.parse(startedAt)
  return Number.isNaN(start) ? 0 : start
}
