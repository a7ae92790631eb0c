import { describe, expect, it } from 'vitest'
import { conclusionOf, exitCodes } from '../../harness/cli/exit-codes.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { sampleRecord, sampleResult } from '../sample.ts'
import { casesOf, isRed, labelsOf } from './cases.ts'

const kinds: readonly Partial<BehaviourResult>[] = (['must', 'should', 'note'] as const).flatMap((level) => [
  { level, verdict: 'pass' },
  { level, verdict: 'fail', cause: 'early' },
  { level, verdict: 'untested', cause: 'prerequisite', because: 'x.y' },
  { level, verdict: 'unsupported', cause: 'wrapper' },
  { level, verdict: 'inconclusive', cause: 'noise' },
  { level, verdict: 'inconclusive', cause: 'bug' },
])
const name = ({ level, verdict, cause }: Partial<BehaviourResult>): string =>
  `${level} ${verdict} ${cause ?? ''}`

describe('a reader that knows red and green alone', () => {
  const pairs = kinds.flatMap((one) => kinds.map((other) => [one, other] as const))

  it('sees red exactly where the exit code is not 0, whatever there is of levels, verdicts and bugs', () => {
    const wrong = pairs.filter(([one, other]) => {
      const record = sampleRecord([sampleResult('a.b', one), sampleResult('a.c', other)])
      return casesOf(record).some(isRed) !== (conclusionOf(record).code !== exitCodes.conforms)
    })
    expect(wrong.map(([one, other]) => `${name(one)}, ${name(other)}`)).toEqual([])
  })

  it('is told, by one case more, where nothing could be decided', () => {
    const record = sampleRecord([sampleResult('a.b', { verdict: 'unsupported', cause: 'host' })])
    expect(casesOf(record).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a.b', 'skipped'],
      ['conclusion', 'error'],
    ])
  })
})

describe('labels', () => {
  const of = (spec: string, profile = 'page') => {
    const record = sampleRecord([])
    return { ...record, profile, wrapper: { ...record.wrapper, spec } }
  }

  it('are the specs, told apart by profile, and else by number', () => {
    expect(labelsOf([of('./a.ts'), of('./b\u0007.ts')])).toEqual(['./a.ts', './b\\x07.ts'])
    expect(labelsOf([of('./a.ts'), of('./a.ts', 'declared'), of('./a.ts')])).toEqual([
      './a.ts (page)',
      './a.ts (declared)',
      './a.ts (page) (2)',
    ])
  })
})
