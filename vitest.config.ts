import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest starts first, so that nothing is left to wait for alone. vitest knows durations only from earlier runs. */
const longest = [
  'fixtures/mutants/mutants.test.ts',
  'fixtures/liars/liars.test.ts',
  'fixtures/wrappers/conformance.test.ts',
  'harness/packaging/package.test.ts',
  'reports/html.browser.test.ts',
  'harness/adapters/contract.test.ts',
  'harness/cli/bad-input-loading.test.ts',
  'harness/bundles/gradescope.test.ts',
  'harness/cli/assignment-commands.test.ts',
  'harness/cli/grade-killed.test.ts',
  'harness/cli/leftovers.test.ts',
  'harness/engine/execution.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((each) => moduleId.endsWith(each))
      return at === -1 ? longest.length : at
    }
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

// Where it is set, every start of Node takes three times as long; no test leaves loopback.
delete process.env['NODE_EXTRA_CA_CERTS']

export default defineConfig({
  test: {
    include: ['{harness,suites,fixtures,reports}/**/*.test.ts'],
    globalSetup: 'harness/cli/built-for-tests.ts',
    sequence: { sequencer: LongestFirst },
    // Real processes and real seconds, most of them waits: three files at a time leave two cores room to be in time.
    maxWorkers: 4,
    // Files share what they import: to import it anew for each took a tenth of the time.
    isolate: false,
    // Of the tests of a file that may overlap: they wait for most of their time.
    maxConcurrency: 14,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
