import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withTool } from '../../../fixtures/tools.ts'

const wrappers = join(import.meta.dirname, '../../../fixtures/wrappers/libraries')
const flags = ['-O2', '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-pthread', '-I', import.meta.dirname]

withTool('cc', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'wouldblock-c-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const build = (wrapper: string): string => {
    const sources = [join(import.meta.dirname, 'adapter.c'), join(wrappers, wrapper)]
    execFileSync('cc', [...flags, ...sources, '-o', join(folder, wrapper), '-lm'], { stdio: 'inherit' })
    return join(folder, wrapper)
  }
  const ask = (program: string, ...requests: string[]) =>
    execFileSync(program, { input: `${requests.join('\n')}\n`, encoding: 'ascii' })
      .trim()
      .split('\n')

  it('is built by hand without a warning, and keeps timeouts to the last digit', () => {
    const program = build('c-poll.c')
    const seconds = ['0.1', '0.3333333333333333', '1e-9', '5e-324', '4294967.296', '1e300']
    const requests = seconds.flatMap((each) => [`a settimeout s0 ${each}`, 'b gettimeout s0'])
    const read = ask(program, 'o open', ...requests).filter((line) => line.startsWith('b'))
    expect(read.map((line) => Number(line.split(' ')[3]))).toEqual(seconds.map(Number))
  })

  it('answers unsupported where the wrapper defines nothing', () => {
    const lines = ask(build('c-rcvtimeo.c'), 'a open', 'b dup s0', 'c poll s0 read 1', 'd signals')
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['ok', 'unsupported', 'unsupported', 'ok'])
  })
})
