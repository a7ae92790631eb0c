import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
