import { expect, it } from 'vitest'
import { sampleFailure, sampleRecord, sampleResult } from '../../reports/sample.ts'
import { amended, doubtful } from './amend.ts'

const late = sampleFailure('a.late', { cause: 'late' })
const wrong = sampleFailure('a.wrong', { cause: 'wrong-result' })
const noisy = sampleResult('a.noisy', { verdict: 'inconclusive', cause: 'noise' })
const follows = sampleResult('a.follows', { verdict: 'untested', because: 'a.late' })

it('doubts what time decided or could not decide, and what rests on it; never a wrong result', () => {
  const other = sampleResult('a.other', { verdict: 'untested', because: 'a.wrong' })
  const bug = sampleResult('a.bug', { verdict: 'inconclusive', cause: 'bug' })
  expect(doubtful([late, wrong, noisy, follows, other, bug])).toEqual(['a.late', 'a.noisy', 'a.follows'])
})

it('puts a later look in the place of the first, and counts anew', () => {
  const first = sampleRecord([late, wrong, noisy])
  const { behaviours, totals } = amended(first, sampleRecord([sampleResult('a.late'), noisy]))
  expect(behaviours.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['a.late', 'pass'],
    ['a.wrong', 'fail'],
    ['a.noisy', 'inconclusive'],
  ])
  expect(totals).toMatchObject({ planned: 3, pass: 1, fail: 1, inconclusive: 1 })
})
