import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{harness,suites,fixtures,reports}/**/*.test.ts'],
    // Real processes and real seconds: two files at a time leave the machine room to be in time.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
