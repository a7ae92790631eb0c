import { expect, test } from 'vitest'
import type { Verdict } from '../judge/evidence.ts'
import type { Claim } from '../judge/trial.ts'
import { unmadeTrial } from '../judge/unmade-trial.ts'
import type { Behaviour } from './behaviour.ts'
import type { Outcome } from './execution.ts'
import { undescribed } from './fixture.ts'
import { settle } from './settle.ts'
import type { Symptom } from './symptom.ts'

const decisive = unmadeTrial({ kind: 'complete' })
const fail: Verdict = { verdict: 'fail', cause: 'wrong-result', expected: '', happened: '', decisive }
const pass: Verdict = { verdict: 'pass' }
const stuck = (step: string): Verdict => ({ ...fail, step })

function settled(rows: Record<string, [Verdict, string[]?, Symptom[]?]>): Record<string, string> {
  const catalogue: Behaviour[] = Object.entries(rows).map(([id, [, needs, names]]) => ({
    id,
    ...undescribed,
    needs: needs ?? [],
    names: names ?? [],
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

const ended = (of: string, cause: 'early' | 'late', call: string): Verdict => {
  const claim = {
    kind: 'expiry',
    of,
    weigh: 'both',
    call,
    timeoutSeconds: 1,
    insideMicros: 0,
    outsideMicros: 0,
  }
  return { ...fail, cause, decisive: { ...decisive, claims: [claim as Claim] } }
}
const hung = (call: string): Verdict => ({
  ...fail,
  cause: 'hang',
  decisive: { ...decisive, end: { kind: 'hang', call, waitedMicros: 0 } },
})
const crashed = (happened: string): Verdict => ({
  ...fail,
  cause: 'crash',
  decisive: { ...decisive, end: { kind: 'crash', call: 'recv(16)', happened } },
})

test('a wait that ends early points to the behaviour that is about that, wherever it stands', () => {
  const rows = {
    a: [ended('a', 'early', 'recv(16)')],
    b: [ended('b', 'early', 'recv(1)'), [], ['early recv']],
  }
  expect(settled(rows as never)).toEqual({ a: 'untested: b', b: 'fail' })
})

test('a wait of another operation, or late and not early, is a finding of its own', () => {
  expect(
    settled({
      a: [ended('a', 'early', 'accept()')],
      b: [ended('b', 'late', 'recv(1)')],
      c: [ended('c', 'early', 'recv(1)'), [], ['early recv']],
    }),
  ).toEqual({ a: 'fail', b: 'fail', c: 'fail' })
})

test('a symptom points nowhere where the behaviour that is about it passed, or failed otherwise', () => {
  expect(settled({ a: [hung('recv(16)')], b: [pass, [], ['hang recv']] })).toMatchObject({ a: 'fail' })
  expect(settled({ a: [hung('recv(16)')], b: [fail, [], ['hang recv']] })).toMatchObject({ a: 'fail' })
})

test('of two that are about the same symptom, the later points to the earlier', () => {
  expect(
    settled({ a: [hung('recv(16)'), [], ['hang recv']], b: [hung('recv(1)'), [], ['hang recv']] }),
  ).toEqual({ a: 'fail', b: 'untested: a' })
})

test('what only a used lane shows points to the behaviour that is about sockets in each other’s way', () => {
  const leaked: Verdict = { ...fail, carriedOver: true }
  expect(settled({ a: [leaked], b: [fail, [], ['carried over']] })).toEqual({ a: 'untested: b', b: 'fail' })
})

test('of those that tell of the same crash, one fails and the others point to it', () => {
  expect(
    settled({ a: [crashed('it died at 0x12')], b: [crashed('it died at 0x45')], c: [crashed('killed')] }),
  ).toEqual({ a: 'fail', b: 'untested: a', c: 'fail' })
})

test('a breach of the protocol does not advise what the behaviour is about', () => {
  const breach: Verdict = {
    ...fail,
    cause: 'protocol',
    decisive: { ...decisive, end: { kind: 'protocol', call: 'recv(16)', happened: 'a stray line' } },
  }
  const [behaviour] = ['a'].map((id) => ({
    id,
    ...undescribed,
  }))
  const outcome: Outcome = { verdict: breach, trials: [], rounds: [], path: undefined }
  const verdict = settle(behaviour ? [behaviour] : [], new Map([['a', outcome]])).get('a')
  expect(verdict).toMatchObject({ hint: expect.stringContaining('PROTOCOL.md') as string })
})

test('what is void because a prerequisite failed is untested, not a riddle', () => {
  const isVoid: Verdict = { verdict: 'inconclusive', cause: 'void', happened: '', decisive }
  expect(settled({ a: [fail], b: [isVoid, ['a']], c: [isVoid] })).toEqual({
    a: 'fail',
    b: 'untested: a',
    c: 'inconclusive',
  })
})

test('a circle of prerequisites leaves somebody red', () => {
  const verdicts = Object.values(settled({ a: [fail, ['b']], b: [fail, ['a']] }))
  expect(verdicts).toContain('fail')
})
