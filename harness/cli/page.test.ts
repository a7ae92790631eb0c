import { expect, it } from 'vitest'
import { pageFile } from './page.ts'

const whole = { only: [] }
const name = (specs: readonly string[], typed: Parameters<typeof pageFile>[1] = whole): string | undefined =>
  pageFile(specs, typed, true)?.replace(/^.*(?=reports\/out)/, '')

it.each([
  [['fixtures/wrappers/posix.ts'], 'reports/out/posix.ts.html'],
  [['./mine.py#My'], 'reports/out/mine.py-My.html'],
  [['python:socket#socket'], 'reports/out/python-socket-socket.html'],
  [['exec:../../bin/x --flag=/etc'], 'reports/out/exec-..-..-bin-x---flag-etc.html'],
  [['..'], 'reports/out/wrapper.html'],
  [['a.ts', 'b.ts'], 'reports/out/wrappers.html'],
])('of %j lies at %s', (specs, file) => {
  expect(name(specs)).toBe(file)
})

it('of a part of the catalogue does not take the place of a whole one', () => {
  expect(name(['a.ts'], { only: ['timeout.*'] })).toBeUndefined()
  expect(name(['a.ts'], { only: [], level: 'must' })).toBeUndefined()
  expect(name(['a.ts'], { only: [], path: '1:0' })).toBeUndefined()
})

it('is not written twice', () => {
  expect(name(['a.ts'], { only: [], format: 'html' })).toBeUndefined()
})

it('is not left behind by a package that merely runs', () => {
  expect(pageFile(['a.ts'], whole, false)).toBeUndefined()
})
