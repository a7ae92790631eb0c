import { describe, expect, it } from 'vitest'
import { centsOf } from './cents.ts'
import { gradescopeReport } from './gradescope.ts'
import { full, huge, missing, mixed } from './sample.ts'
import { problemsBy } from './validated.ts'

interface Read {
  readonly score: number
  readonly output: string
  readonly tests: readonly {
    name: string
    score: number
    max_score: number
    status?: string
    output?: string
    visibility: string
  }[]
}

const read = (text: string): Read => JSON.parse(text) as Read
const text = gradescopeReport(mixed)

it('equals its golden file', async () => {
  await expect(text).toMatchFileSnapshot('golden/gradescope.json')
})

it.each(Object.entries({ mixed, full, missing, huge }))(
  'keeps to what is documented: %s',
  (_name, reported) => {
    expect(problemsBy('gradescope', read(gradescopeReport(reported)))).toEqual([])
  },
)

it.each(Object.entries({ mixed, full, missing }))('adds up to the score: %s', (_name, reported) => {
  const { score, tests } = read(gradescopeReport(reported))
  const sum = (key: 'score' | 'max_score'): number =>
    tests.reduce((cents, test) => cents + centsOf(test[key]), 0)
  expect(sum('score')).toBe(centsOf(score))
  expect(sum('max_score')).toBe(centsOf(reported.grade.of))
})

describe('what is hidden', () => {
  const withheld = read(text).tests.filter(({ visibility }) => visibility !== 'visible')

  it('is one test with points and nothing else, until the assignment is due', () => {
    expect(withheld).toEqual([
      {
        name: 'Hidden tests',
        number: '4',
        score: 2.5,
        max_score: 5,
        status: 'failed',
        visibility: 'after_due_date',
      },
    ])
  })

  it('cannot be reckoned from the text that is always shown', () => {
    expect(read(text).output).toMatch(/^3\.33 of 15 points\./)
  })
})

it('calls no undecided behaviour failed', () => {
  const test = read(text).tests.find(({ name }) => name.startsWith('timeout.send.not-late'))
  expect(test).toMatchObject({ name: 'timeout.send.not-late (undecided)', score: 0, max_score: 1.67 })
  expect(test).not.toHaveProperty('status')
})
