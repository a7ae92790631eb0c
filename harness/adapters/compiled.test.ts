import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hasTool } from '../../fixtures/tools.ts'
import { firstWords } from './compiled.ts'
import type { Language } from './language.ts'
import { languageNamed, prepareLanguage } from './languages.ts'

const c = languageNamed('c')!
const smallest = `#include "wrapper.h"
const char *const wouldblock = "name=smallest version=1";
Socket *sock_open(int family, int type) { return NULL; }
int sock_close(Socket *s) { return 0; }
`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-compiled-'))
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function prepare(name: string, text: string, language: Language = c) {
  const file = join(folder, name)
  writeFileSync(file, text)
  return prepareLanguage(language, { file }, folder)
}

const builds = () => readdirSync(join(folder, 'cache/wouldblock'))

describe.runIf(hasTool('cc') || process.env['CI'] !== undefined)('a wrapper in a compiled language', () => {
  it('is built once for each content', async () => {
    const first = await prepare('mine.c', smallest)
    expect(first).toMatchObject({ kind: 'prepared', command: { folder } })
    expect(await prepare('mine.c', smallest)).toEqual(first)
    expect(builds()).toHaveLength(1)
    expect(await prepare('mine.c', `${smallest}// more`)).not.toEqual(first)
    expect(builds()).toHaveLength(2)
  })

  it('is built anew for another command line', async () => {
    await prepare('mine.c', smallest)
    await prepare('mine.c', smallest, { ...c, environment: { LC_ALL: 'C' } })
    expect(builds()).toHaveLength(2)
  })

  it('that does not compile is wrong, and is told what the compiler says', async () => {
    const refused = await prepare('mine.c', smallest.replace('return 0', 'return zero'))
    expect(refused).toMatchObject({ kind: 'refused', typed: false })
    expect(refused).toHaveProperty(
      'refusal.what',
      expect.stringMatching(/^mine\.c does not compile: mine\.c:4:\d+: error: ‘?'?zero/),
    )
    expect(builds()).toEqual([])
  })

  it('may not be named as the adapter is', async () => {
    expect(await prepare('adapter.c', smallest)).toMatchObject({
      kind: 'refused',
      typed: true,
      refusal: { what: 'A wrapper in C cannot be named adapter.c.' },
    })
  })

  it('needs its compiler, which is told with the packages that bring it', async () => {
    vi.stubEnv('PATH', folder)
    expect(await prepare('mine.c', smallest)).toEqual({
      kind: 'refused',
      typed: true,
      refusal: {
        what: 'C needs cc, and there is no such program on the PATH.',
        next: 'Install it; on Debian: apt-get install gcc libc6-dev',
      },
    })
  })
})

describe('what a compiler says', () => {
  it('is quoted from its first error on, without the warnings before it', () => {
    expect(firstWords('a.c:1: warning: x\n\na.c:2: error: y\n  2 | y\n    | ^\nmore\nand more\n')).toBe(
      'a.c:2: error: y / 2 | y / more',
    )
  })

  it('is quoted from its first line where no line names an error', () => {
    expect(firstWords('# command-line-arguments\n./mine.go:3:2: undefined: x\n')).toBe(
      './mine.go:3:2: undefined: x',
    )
  })
})
