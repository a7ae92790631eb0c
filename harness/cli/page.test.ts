import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { htmlReport } from '../../reports/html.ts'
import { sampleRecord, sampleResult } from '../../reports/sample.ts'
import { pageFile, writePage } from './page.ts'

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

it('is written beside its record, in a folder that is made for it, and what is said tells where', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  const file = join(folder, 'new', 'a.html')
  const record = sampleRecord([sampleResult('a.b')])
  expect(writePage(file, [record])).toMatch(/^As a page, with pictures: .*new\/a\.html\n$/)
  expect(readFileSync(file, 'utf8')).toBe(htmlReport([record]))
  expect(JSON.parse(readFileSync(join(folder, 'new', 'a.json'), 'utf8'))).toEqual(record)
  rmSync(folder, { recursive: true })
})

it('is missed by nobody where it cannot be written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  writeFileSync(join(folder, 'taken'), '')
  expect(writePage(join(folder, 'taken', 'a.html'), [])).toMatch(/^No page: .* cannot be written\.\n$/)
  rmSync(folder, { recursive: true })
})
