import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formats } from '../../reports/formats.ts'
import { stored } from '../../reports/golden/stored.ts'
import { reportCommand } from './report-command.ts'
import { runCommandLine } from './spawned.ts'

const record = 'reports/golden/record.json'
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('report', () => {
  it('writes to standard output what the format makes of all records, and nothing else', async () => {
    const { code, stdout, stderr } = await runCommandLine(['report', record, record, '--format', 'junit'])
    expect(stdout).toBe(formats.junit.report([stored, stored]))
    expect(stderr).toBe('')
    // That the wrapper fails is its run's to say.
    expect(code).toBe(0)
  })

  it('writes a file, and reads standard input', async () => {
    const out = join(folder, 'junit.xml')
    const shell = ['sh', '-c', `"$@" <${record}`, 'sh']
    const words = ['report', '-', '--format', 'junit', '--out', out]
    const { code, stdout } = await runCommandLine(words, { before: shell })
    expect(readFileSync(out, 'utf8')).toBe(formats.junit.report([stored]))
    expect(stdout).toBe('')
    expect(code).toBe(0)
  })

  it.each([
    [
      'a format that there is not',
      [record],
      { format: 'junits' },
      '--format junits: there is no such format.',
    ],
    [
      'a file that is none',
      ['no.json'],
      { format: 'junit' },
      'no.json cannot be read: there is no such file.',
    ],
    ['what is no record', ['package.json'], { format: 'tap' }, 'package.json is no record at version'],
    ['an output in no folder', [record], { format: 'tap', out: '/no/t' }, '--out /no/t cannot be written'],
    ['an output that is a folder', [record], { format: 'tap', out: '/' }, '--out / is a folder.'],
  ])('refuses %s', (_name, paths, typed, said) => {
    expect(() => reportCommand(paths, typed)).toThrow(said)
  })

  it('without a format ends with 64 and says so', async () => {
    const { code, stdout, stderr } = await runCommandLine(['report', record])
    expect(stderr).toContain("wouldblock: required option '--format <format>' not specified")
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })
})
