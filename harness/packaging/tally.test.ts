import { expect, test } from 'vitest'
import { tally, type VitestReport } from './tally.ts'

type File = VitestReport['testResults'][number]

const file = (status: string, tests: Record<string, string>): File => ({
  name: '/somewhere/some.test.ts',
  status,
  assertionResults: Object.entries(tests).map(([title, each]) => ({
    title,
    fullName: `some group ${title}`,
    status: each,
  })),
})

test('tests are counted over all files', () => {
  const report = {
    testResults: [file('passed', { a: 'passed', b: 'passed' }), file('failed', { c: 'failed' })],
  }
  expect(tally(report)).toEqual({ passed: 2, failed: ['some group c'], skipped: 0, unexcused: [] })
})

test('a file that fails as a whole counts as one failure', () => {
  expect(tally({ testResults: [file('failed', {})] }).failed).toEqual(['/somewhere/some.test.ts'])
  expect(tally({ testResults: [file('failed', { a: 'passed', b: 'skipped' })] }).failed).toHaveLength(1)
})

test.each(['skipped', 'pending', 'todo'])('a test that is %s is named', (status) => {
  const report = { testResults: [file('passed', { a: 'passed', b: status })] }
  expect(tally(report)).toMatchObject({ passed: 1, failed: [], skipped: 1, unexcused: ['some group b'] })
})

test('a behaviour that is unsupported is skipped and excused', () => {
  const report = { testResults: [file('passed', { 'accept.peek-mode.kept: A wrapper …': 'skipped' })] }
  expect(tally(report)).toMatchObject({ skipped: 1, unexcused: [] })
})
