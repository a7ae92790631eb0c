import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleFailure, sampleRecord, sampleResult } from '../../reports/sample.ts'
import { runCommandLine } from './spawned.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const brief = ['--only', 'mode.default-blocking']
const posix = 'fixtures/wrappers/posix.ts'

describe('what cannot be carried out ends with 64', () => {
  it.each([
    ['nothing to compare', ['compare'], 'Nothing to compare was named.'],
    ['--all and a wrapper', ['compare', '--all', './a.ts'], '--all names every wrapper already.'],
    ['a wrapper named twice', ['compare', './a.ts', './a.ts'], './a.ts is named twice.'],
    ['too many at once', ['compare', './a.ts', '--at-once', '0'], '--at-once 0: not a number of wrappers.'],
    ['an output in no folder', ['compare', './a.ts', '--html', '/no/such/x'], '--html /no/such/x cannot be'],
  ])('%s', async (_name, words, said) => {
    const { code, stderr, stdout } = await runCommandLine(words)
    expect(stderr).toContain(`wouldblock: ${said}`)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })
})

it('compares wrappers, names the one that cannot be run, and writes every form', async () => {
  const other = join(folder, 'other.ts')
  writeFileSync(other, `export { Socket } from ${JSON.stringify(join(process.cwd(), posix))}\n`)
  const [json, markdown, html] = ['r.json', 'r.md', 'r.html'].map((name) => join(folder, name))
  const files = ['--json', json!, '--markdown', markdown!, '--html', html!]
  const compare = ['compare', posix, other, './missing.ts']
  const { code, stdout, stderr } = await runCommandLine([...compare, ...brief, ...files])
  expect(stdout).toContain('2 wrappers side by side, profile declared')
  expect(stdout).toContain('  – ./missing.ts: there is no such file.')
  expect(stderr).toContain('/3 fixtures/wrappers/posix.ts: 1 pass in ')
  expect(code).toBe(64)
  const records = JSON.parse(readFileSync(json!, 'utf8')) as { seed: number }[]
  expect(records).toHaveLength(2)
  expect(new Set(records.map(({ seed }) => seed)).size).toBe(1)
  expect(readFileSync(markdown!, 'utf8')).toContain('## 2 wrappers side by side')
  expect(readFileSync(html!, 'utf8')).toContain('<!doctype html>')
})

describe('stored records', () => {
  const stored = (name: string, records: readonly object[]): string => {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify(records.length === 1 ? records[0] : records))
    return file
  }
  const old = sampleRecord([sampleResult('a.b')])
  const worse = sampleRecord([sampleFailure('a.b')])
  const another = { ...worse, wrapper: { ...worse.wrapper, spec: 'python:socket#socket' } }

  it('tells what changed between two runs, and is red where a must became worse', async () => {
    const words = ['compare', stored('old.json', [old]), stored('new.json', [worse])]
    const { code, stdout } = await runCommandLine([...words, '--markdown', join(folder, 'changes.md')])
    expect(stdout).toContain('✗ a.b: pass → fail (early)')
    expect(code).toBe(1)
    expect(readFileSync(join(folder, 'changes.md'), 'utf8')).toContain('### Worse')
  })

  it('lays one file of several wrappers side by side, by the names of those that are known', async () => {
    const { code, stdout } = await runCommandLine(['compare', stored('both.json', [old, another])])
    expect(stdout).toContain('2  Python socket       ✗ 1')
    expect(code).toBe(1)
  })

  it('pairs the wrappers of two files', async () => {
    const files = [stored('before.json', [old, another]), stored('after.json', [another, another])]
    const { code, stdout } = await runCommandLine(['compare', ...files])
    expect(stdout).toContain('nothing has changed')
    expect(code).toBe(0)
  })

  it.each([
    ['beside a wrapper', ['./a.ts'], 'Wrappers and stored records cannot be compared in one go.'],
    ['of no wrapper in common', ['other.json'], 'have no wrapper in common'],
    ['as a page', ['old.json', '--html', 'x.html'], '--html is of wrappers side by side'],
  ])('cannot be compared %s', async (_name, more, said) => {
    stored('other.json', [another, another])
    const words = more.map((each) =>
      each.endsWith('r.json') || each === 'old.json' ? join(folder, each) : each,
    )
    const { code, stderr } = await runCommandLine(['compare', stored('old.json', [old]), ...words])
    expect(stderr).toContain(said)
    expect(code).toBe(64)
  })
})
