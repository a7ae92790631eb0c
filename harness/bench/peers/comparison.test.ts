import { expect, test } from 'vitest'
import type { Finding } from '../mutants/finding.ts'
import { comparisonPage, duelOf } from './comparison.ts'
import { type CPythonRun, readRun, runCPython } from './cpython.ts'

const output = `{"begins": "test.a"}
a line of the test's own
{"test": "test.a", "outcome": "pass", "seconds": 0.1}
{"begins": "test.b"}
{"test": "test.b", "outcome": "fail", "seconds": 0.2}
{"begins": "test.c"}
{not json
`
const finding: Finding = {
  name: 'm01-short',
  row: 'M01',
  kind: 'timeout',
  caughtBy: [],
  fate: 'killed',
  reds: [{ id: 'timeout.recv.not-early', level: 'must', cause: 'early', happened: '', onList: true }],
  localisation: 1,
  untested: [],
  inconclusive: [],
  missedBy: [],
  mustFails: true,
  mustDemanded: true,
  seconds: 5,
}
const run = (more: Partial<CPythonRun>): CPythonRun => ({
  end: 'finished',
  passed: [],
  failed: [],
  skipped: [],
  during: undefined,
  seconds: 30,
  ...more,
})

test('what CPython’s tests tell is read, and the one that was running is known', () => {
  expect(readRun(output)).toEqual({ passed: ['test.a'], failed: ['test.b'], skipped: [], during: 'test.c' })
})

test('a hang is no verdict, unless a test had failed before it', () => {
  expect(duelOf(finding, run({ end: 'hung', during: 'test.c' }))).toMatchObject({
    cpython: 'hung',
    cpythonBy: 'test.c',
  })
  expect(duelOf(finding, run({ end: 'hung', failed: ['test.b'] }))).toMatchObject({
    cpython: 'killed',
    cpythonBy: 'test.b',
  })
  expect(duelOf(finding, run({}))).toMatchObject({ cpython: 'passed', ours: 'killed' })
})

test('the page gives ratios', () => {
  const page = comparisonPage({
    wrapper: { ours: { judged: 100, seconds: 5 }, cpython: { judged: 50, seconds: 25 } },
    duels: [duelOf(finding, run({})), duelOf(finding, run({ failed: ['test.b'] }))],
  })
  expect(page).toContain('| for each | 50 ms | 500 ms |')
  expect(page).toContain('judges 10.0 behaviours. It kills 2.0 mutants for each')
  expect(page).toContain('| m01-short | killed by timeout.recv.not-early | passed |')
})

test('where there is no such interpreter, that is the answer', async () => {
  expect(await runCPython({ python: 'python-that-is-none', deadlineSeconds: 5 })).toMatchObject({
    end: 'absent',
  })
})
