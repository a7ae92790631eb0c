import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from './spawned.ts'

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
  file = join(folder, 'known.json')
})
afterAll(() => rmSync(folder, { recursive: true }))

const mutant = 'fixtures/mutants/m51-negative-is-infinite.ts'
const run = (wrapper: string, ...words: string[]) =>
  runCommandLine(['run', wrapper, '--only', 'mode.reject-negative', '--quiet', ...words])

it('lists what fails, then lets it pass, and is red once it does not fail any more', async () => {
  const first = await run(mutant, '--baseline', file, '--update-baseline')
  expect(first.stdout).toContain('now lists 1 known failure.\nexit 0: it conforms, but for 1 known failure')
  expect(first.code).toBe(0)

  const written = JSON.parse(readFileSync(file, 'utf8')) as { known: object[] }
  expect(written.known).toEqual([
    { id: 'mode.reject-negative', verdict: 'fail', cause: 'wrong-result', reason: expect.any(String) },
  ])
  const [second, mended] = await Promise.all([
    run(mutant, '--baseline', file),
    run('fixtures/wrappers/posix.ts', '--baseline', file),
  ])
  expect(second.stdout).toContain('known: mode.reject-negative: settimeout')
  expect(second.code).toBe(0)
  expect(mended.stdout).toContain('baseline: mode.reject-negative passes now')
  expect(mended.code).toBe(1)
})

describe('what cannot be carried out ends with 64', () => {
  const entry = { id: 'mode.*', verdict: 'fail', cause: 'early', reason: 'x' }
  const baselineOf = (known: object[]): string => JSON.stringify({ version: 'wouldblock/baseline/1', known })
  it.each([
    ['a baseline that is missing', undefined, [], 'cannot be read: there is no such file.'],
    ['no JSON', '{', [], 'is no JSON'],
    ['a glob', baselineOf([entry]), [], 'a glob would hide what it was not written for'],
    ['no reason', baselineOf([{ ...entry, id: 'a', reason: ' ' }]), [], 'say why it is known'],
    ['an entry twice', baselineOf([entry, entry].map((each) => ({ ...each, id: 'a' }))), [], 'listed twice'],
    ['several wrappers', baselineOf([]), ['./b.ts'], '--baseline is of one wrapper, and several are named.'],
  ])('%s', async (name, text, more, said) => {
    const bad = join(folder, `${name}.json`)
    if (text !== undefined) writeFileSync(bad, text)
    const { code, stderr } = await run('./a.ts', ...more, '--baseline', bad)
    expect(stderr).toContain(said)
    expect(code).toBe(64)
  })

  it('--update-baseline without a file', async () => {
    const { code, stderr } = await run('./a.ts', '--update-baseline')
    expect(stderr).toContain('--update-baseline needs a --baseline.')
    expect(code).toBe(64)
  })
})
