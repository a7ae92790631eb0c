import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordSchema } from '../record/schema.ts'
import { runCommandLine } from './spawned.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** One input of one behaviour: the shortest run there is. */
const brief = ['--only', 'timeout.recv.expires', '--seed', '4', '--path', '0:1']

describe('what cannot be carried out ends with 64 and two lines', () => {
  it.each([
    [
      'an option that there is not',
      ['run', '--sed', '3'],
      "unknown option '--sed'\n(Did you mean --seed?)\n",
    ],
    [
      'an id that there is not',
      ['explain', 'timeout.recv.expire'],
      'There is no behaviour timeout.recv.expire.\n  Did you',
    ],
    [
      'a wrapper that is missing',
      ['run', './no-such.py'],
      './no-such.py: there is no such file.\n  Check the path',
    ],
    [
      'an output in no folder',
      ['run', '--json', '/no/such/r.json'],
      '--json /no/such/r.json cannot be written',
    ],
    ['a wrapper that is no wrapper', ['lst'], '"lst" is no kind of wrapper that is known here'],
  ])('%s', async (_name, words, said) => {
    const { code, stdout, stderr } = await runCommandLine(words)
    expect(stderr).toContain(`wouldblock: ${said}`)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })
})

describe('a run', () => {
  it('writes the record alone to standard output, the report to standard error, and a format to its file', async () => {
    const badge = join(folder, 'badge.svg')
    const { code, stdout, stderr } = await runCommandLine([
      'run',
      'python:socket#socket',
      '--json',
      '-',
      '--format',
      'badge',
      '--out',
      badge,
      ...brief,
    ])
    const record = recordSchema.parse(JSON.parse(stdout))
    expect(record.behaviours.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['timeout.recv.expires', 'pass'],
    ])
    expect(record.seed).toBe(4)
    expect(readFileSync(badge, 'utf8')).toContain('wouldblock: 1 pass')
    rmSync(badge)
    expect(stderr).toContain('exit 0: it conforms')
    expect(code).toBe(0)
  })

  it('over several goes on after one that is missing, and writes an array', async () => {
    const file = join(folder, 'r.json')
    const words = ['run', './no-such.py', 'python:socket#socket', '--quiet', '--json', file, ...brief]
    const { code, stdout, stderr } = await runCommandLine(words)
    expect(recordSchema.array().parse(JSON.parse(readFileSync(file, 'utf8')))).toHaveLength(1)
    expect(readdirSync(folder)).toEqual(['r.json'])
    expect(stdout).toContain('1 behaviour: 1 pass')
    expect(stderr).toBe(
      'wouldblock: ./no-such.py: there is no such file.\n  Check the path of the wrapper.\n',
    )
    expect(code).toBe(64)
  })
})

describe('the catalogue', () => {
  it('is an array on standard output', async () => {
    const { code, stdout } = await runCommandLine(['list', '--json', '-', '--only', 'timeout.recv.*'])
    const listed = JSON.parse(stdout) as { id: string }[]
    expect(listed.map(({ id }) => id)).toContain('timeout.recv.not-early')
    expect(code).toBe(0)
  })
})
