import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{harness,suites,fixtures,reports}/**/*.test.ts'],
    globalSetup: 'harness/cli/built-for-tests.ts',
    // Real processes and real seconds, most of them waits: three files at a time leave two cores room to be in time.
    maxWorkers: 3,
    // Of the tests of a file that may overlap: they wait for most of their time.
    maxConcurrency: 10,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
