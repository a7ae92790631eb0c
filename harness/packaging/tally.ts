/** What this reads of the report that vitest's JSON reporter writes. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly title: string
      readonly status: string
    }[]
  }[]
}

export interface Tally {
  readonly passed: number
  /** Names of tests that failed, and of files that failed as a whole. */
  readonly failed: readonly string[]
  readonly skipped: number
  /** Names of skipped tests that should have run. */
  readonly unexcused: readonly string[]
}

/** Counts tests. A file that failed without a failed test of its own counts as one. */
export function tally({ testResults }: VitestReport): Tally {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: [
      ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      ...brokenFiles.map(({ name }) => name),
    ],
    skipped: skipped.length,
    unexcused: skipped.filter(({ title }) => !isBehaviour(title)).map(({ fullName }) => fullName),
  }
}

/**
 * `conformance()` names its tests by id and sentence, and skips one only if its verdict is `unsupported`; so are tests
 * named that need what only some hosts permit.
 */
const isBehaviour = (title: string): boolean => /^[a-z]+(\.[a-z-]+)+: /.test(title)
