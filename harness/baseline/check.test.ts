import { describe, expect, it } from 'vitest'
import { besideBaseline } from '../../reports/baseline.ts'
import { sampleFailure, sampleResult } from '../../reports/sample.ts'
import type { BehaviourResult } from '../record/schema.ts'
import type { KnownFailure } from './baseline.ts'
import { checkBaseline } from './check.ts'
import { updated } from './update.ts'

const known = (id: string, rest: Partial<KnownFailure> = {}): KnownFailure => ({
  id,
  verdict: 'fail',
  cause: 'early',
  reason: 'It is old.',
  ...rest,
})
const ids = ['a.fails', 'a.follows', 'a.passes', 'a.warns']
const outcome = (entries: readonly KnownFailure[], behaviours: readonly BehaviourResult[]) => {
  const { conclusion, said } = besideBaseline(checkBaseline(entries, behaviours, new Set(ids)))
  return { code: conclusion.code, meaning: conclusion.meaning, said }
}
const fails = sampleFailure('a.fails')
const follows = sampleResult('a.follows', { verdict: 'untested', cause: 'prerequisite', because: 'a.fails' })

describe('a run beside its baseline', () => {
  it('conforms where all that fails is known, and what is untested because of that', () => {
    expect(outcome([known('a.fails', { link: 'https://example.org/1' })], [fails, follows])).toEqual({
      code: 0,
      meaning: 'it conforms, but for 1 known failure',
      said: ['known: a.fails: It is old. (https://example.org/1)'],
    })
  })

  it('is red for a failure that is not listed', () => {
    expect(outcome([known('a.fails')], [fails, sampleFailure('a.passes')]).code).toBe(1)
  })

  it.each([
    ['passes', [sampleResult('a.fails')], 'a.fails passes now'],
    ['fails for another cause', [sampleFailure('a.fails', { cause: 'late' })], 'now is fail (late)'],
    [
      'is unsupported',
      [sampleResult('a.fails', { verdict: 'unsupported', cause: 'wrapper' })],
      'unsupported',
    ],
  ])('is red for an entry that %s', (_name, behaviours, said) => {
    const result = outcome([known('a.fails')], behaviours)
    expect(result.code).toBe(1)
    expect(result.said.join()).toContain(said)
  })

  it('is red for an entry that matches nothing', () => {
    const result = outcome([known('a.was')], [sampleResult('a.passes')])
    expect(result).toMatchObject({ code: 1, meaning: '1 entry of the baseline is not true any more' })
    expect(result.said.join()).toContain('there is no behaviour a.was')
  })

  it('says nothing of an entry that the run did not have, or could not decide', () => {
    const unsure = sampleResult('a.passes', { verdict: 'inconclusive', cause: 'noise' })
    expect(outcome([known('a.fails')], [sampleResult('a.warns')])).toMatchObject({ code: 0, said: [] })
    expect(outcome([known('a.passes')], [unsure])).toMatchObject({ code: 2, said: [] })
  })
})

describe('a baseline that is written', () => {
  it('lists each must that fails, and not what follows from it', () => {
    const warns = sampleFailure('a.warns', { level: 'should' })
    expect(updated([], [fails, follows, warns], ids)).toEqual([
      known('a.fails', { reason: 'it timed out after 400 ms, 100 ms too early' }),
    ])
  })

  it('keeps reasons and links, and what the run did not have; drops what passes or is no more', () => {
    const old = [
      known('a.fails', { cause: 'late', link: 'https://example.org/1' }),
      known('a.warns'),
      known('a.passes'),
      known('a.was'),
    ]
    expect(updated(old, [fails, sampleResult('a.passes')], ids)).toEqual([
      known('a.fails', { link: 'https://example.org/1' }),
      known('a.warns'),
    ])
  })
})
