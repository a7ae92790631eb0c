import { expect, it } from 'vitest'
import { sampleFailure } from '../sample.ts'
import { findingsIn } from './findings.ts'

const library = { findings: { 'a.known': 'known.py' }, aftermath: { words: 'too large', program: 'huge.py' } }
const sometimes = { rate: { failed: 3, of: 7 }, happened: 'OverflowError: too large' }

it('explains what fails now and then in the words of an aftermath', () => {
  expect(findingsIn(library, [sampleFailure('a.spoiled', sometimes)])).toEqual({
    'a.known': 'known.py',
    'a.spoiled': 'huge.py',
  })
})

it.each([
  ['always', { ...sometimes, rate: null }],
  ['in other words', { ...sometimes, happened: 'it timed out' }],
])('explains nothing that fails %s', (_name, how) => {
  expect(findingsIn(library, [sampleFailure('a.spoiled', how)])).toEqual(library.findings)
})

it('knows only what is confirmed where there is no aftermath', () => {
  expect(findingsIn({}, [sampleFailure('a.spoiled', sometimes)])).toEqual({})
})
