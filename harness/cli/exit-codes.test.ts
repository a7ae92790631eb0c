import { describe, expect, it } from 'vitest'
import { sampleFailure, sampleResult } from '../../reports/sample.ts'
import type { BehaviourResult } from '../record/schema.ts'
import { conclusionOf, gravest } from './exit-codes.ts'

const pass = sampleResult('a.pass')
const result = (
  verdict: BehaviourResult['verdict'],
  level: BehaviourResult['level'],
  rest = {},
): BehaviourResult => sampleResult(`a.${verdict}`, { verdict, level, ...rest })
const bug = result('inconclusive', 'note', { cause: 'bug' })

const table: readonly (readonly [string, readonly BehaviourResult[], number])[] = [
  ['everything passes', [pass], 0],
  ['a must fails', [pass, sampleFailure('a.b')], 1],
  ['a must is untested', [pass, result('untested', 'must')], 1],
  ['a must is inconclusive', [pass, result('inconclusive', 'must')], 2],
  ['a must fails and another is inconclusive', [sampleFailure('a.b'), result('inconclusive', 'must')], 1],
  ['a should fails', [pass, sampleFailure('a.b', { level: 'should' })], 0],
  [
    'a should is inconclusive or untested',
    [pass, result('inconclusive', 'should'), result('untested', 'should')],
    0,
  ],
  ['a note differs', [pass, sampleFailure('a.b', { level: 'note' })], 0],
  ['a must is unsupported', [pass, result('unsupported', 'must')], 0],
  ['everything is unsupported', [result('unsupported', 'must')], 2],
  ['nothing was planned', [], 2],
  ['a check throws, at any level', [pass, bug], 70],
  ['a check throws beside a failure', [sampleFailure('a.b'), bug], 70],
]

describe('the exit code of a record', () => {
  it.each(table)('where %s', (_name, behaviours, code) => {
    expect(conclusionOf({ behaviours: [...behaviours] }).code).toBe(code)
  })
})

it('the exit code of several runs is the gravest', () => {
  expect(gravest([0, 2, 1])).toBe(1)
  expect(gravest([0, 1, 64])).toBe(64)
  expect(gravest([70, 64, 0])).toBe(70)
  expect(gravest([0, 0])).toBe(0)
})
