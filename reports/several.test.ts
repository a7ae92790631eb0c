import { expect, it } from 'vitest'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'
import { severalReport } from './several.ts'

it('ends with the gravest', () => {
  const runs = [
    { spec: './a.ts', record: sampleRecord([sampleResult('a.b')]) },
    { spec: 'python:b#Socket', record: sampleRecord([sampleFailure('a.b')]) },
    { spec: './c\x1b.ts' },
  ]
  expect(severalReport(runs, false)).toBe(`3 wrappers: exit 64
  ./a.ts           exit 0: it conforms
  python:b#Socket  exit 1: a must fails or is untested
  ./c\\x1b.ts       exit 64: it could not be started
`)
})
