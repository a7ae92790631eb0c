import { expect, test } from 'vitest'
import type { BehaviourResult, Record as RunRecord } from '../../record/schema.ts'
import type { Part } from '../examine/job.ts'
import { doubtsOf, type Look, settled } from './look.ts'

const visible: Part = { name: 'visible', behaviours: ['a', 'b', 'c'], seed: 1 }
const hidden: Part = { name: 'hidden', behaviours: ['d'], seed: 2 }

const result = (id: string, rest: Partial<BehaviourResult>): BehaviourResult =>
  ({ id, verdict: 'pass', cause: null, because: null, ...rest }) as BehaviourResult

function record(...behaviours: BehaviourResult[]): RunRecord {
  const environment = { seconds: 1 } as RunRecord['environment']
  const effort = { trials: 1, trialSeconds: 1 } as RunRecord['effort']
  const totals = { planned: behaviours.length } as RunRecord['totals']
  return { behaviours, environment, effort, totals, noise: [] } as unknown as RunRecord
}

const look = (records: Look['records'], end: Look['end'] = { kind: 'over' }): Look => ({
  wrapper: 'a.py',
  records,
  end,
})

const noisy = result('b', { verdict: 'inconclusive', cause: 'noise' })

test('what is inconclusive is in doubt, and what is untested because of it', () => {
  const shadow = result('c', { verdict: 'untested', cause: 'prerequisite', because: 'b' })
  const first = look({ visible: record(result('a', {}), noisy, shadow) })
  expect(doubtsOf(first, [visible])).toEqual([{ ...visible, behaviours: ['b', 'c'] }])
})

test('failures, what rests on them, and bugs of the suite are in no doubt', () => {
  const first = look({
    visible: record(
      result('a', { verdict: 'fail', cause: 'late' }),
      result('b', { verdict: 'untested', cause: 'prerequisite', because: 'a' }),
      result('c', { verdict: 'inconclusive', cause: 'bug' }),
    ),
  })
  expect(doubtsOf(first, [visible])).toEqual([])
})

test('what an examination never came to is in doubt as a whole', () => {
  const first = look({ visible: record(result('a', {})) }, { kind: 'lost', why: 'it was killed' })
  expect(doubtsOf(first, [visible, hidden])).toEqual([hidden])
})

test('where there is nothing to examine, or it could not be, there is nothing to look at again', () => {
  expect(doubtsOf(look({}, { kind: 'unusable', why: 'it is empty' }), [visible])).toEqual([])
  const refusal = { what: 'There is no python3.', next: 'Install it.' }
  expect(doubtsOf(look({}, { kind: 'refused', refusal }), [visible])).toEqual([])
})

test('a second look settles what it was about, and leaves the rest', () => {
  const first = look({ visible: record(result('a', {}), noisy) })
  const second = { records: { visible: record(result('b', {})) }, end: { kind: 'over' } as const }
  expect(settled(first, second).records.visible?.behaviours).toEqual([result('a', {}), result('b', {})])
})
