import { expect, test } from 'vitest'
import type { Verdict } from '../judge/judge.ts'
import type { Trial } from '../judge/trial.ts'
import type { Behaviour } from './behaviour.ts'
import type { Outcome } from './execution.ts'
import { settle } from './settle.ts'

const decisive: Trial = {
  key: '0:0',
  input: undefined,
  end: { kind: 'complete' },
  chargedTo: undefined,
  claims: [],
  trace: [],
  served: 0,
  tookMicros: 0,
}
const fail: Verdict = { verdict: 'fail', cause: 'wrong-result', expected: '', happened: '', decisive }
const pass: Verdict = { verdict: 'pass' }
const stuck = (step: string): Verdict => ({ ...fail, step })

function settled(rows: Record<string, [Verdict, string[]?]>): Record<string, string> {
  const about = { level: 'must', tier: 1, says: '', source: '', observed: '', breaks: '', hint: '' } as const
  const catalogue: Behaviour[] = Object.entries(rows).map(([id, [, needs]]) => ({
    id,
    ...about,
    needs: needs ?? [],
  }))
  const outcomes = new Map<string, Outcome>(
    Object.entries(rows).map(([id, [verdict]]) => [id, { verdict, trials: [], rounds: [], path: undefined }]),
  )
  return Object.fromEntries(
    [...settle(catalogue, outcomes)].map(([id, verdict]) => [
      id,
      verdict.verdict === 'untested' ? `untested: ${verdict.because}` : verdict.verdict,
    ]),
  )
}

test('a failure whose prerequisite failed is untested, and names it', () => {
  expect(settled({ a: [fail], b: [fail, ['a']] })).toEqual({ a: 'fail', b: 'untested: a' })
})

test('through a chain the root is named', () => {
  expect(settled({ c: [fail, ['b']], b: [fail, ['a']], a: [fail] })).toMatchObject({
    b: 'untested: a',
    c: 'untested: a',
  })
})

test('what passed stays green although its prerequisite failed', () => {
  expect(settled({ a: [fail], b: [pass, ['a']] })).toMatchObject({ b: 'pass' })
})

test('a failure whose prerequisites passed stays a failure', () => {
  expect(settled({ a: [pass], b: [fail, ['a']] })).toMatchObject({ b: 'fail' })
})

test('a prerequisite outside the run is taken to hold', () => {
  expect(settled({ b: [fail, ['not-run']] })).toEqual({ b: 'fail' })
})

test('of those that stumble over the same step, one fails and the others point to it', () => {
  expect(
    settled({ a: [stuck('settimeout(0.5)')], b: [stuck('settimeout(1.5)')], c: [stuck('open()')] }),
  ).toEqual({
    a: 'fail',
    b: 'untested: a',
    c: 'fail',
  })
})

test('what was never reached because of a behaviour is no reason for that one, wherever the reading begins', () => {
  const unreached: Verdict = { verdict: 'untested', because: 'b', decisive }
  expect(settled({ a: [unreached], b: [fail, ['a']] })).toEqual({ a: 'untested: b', b: 'fail' })
  expect(settled({ b: [fail, ['a']], a: [unreached] })).toEqual({ a: 'untested: b', b: 'fail' })
})

test('a circle of prerequisites leaves somebody red', () => {
  const verdicts = Object.values(settled({ a: [fail, ['b']], b: [fail, ['a']] }))
  expect(verdicts).toContain('fail')
})
