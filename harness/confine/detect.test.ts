import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { detect } from './detect.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test.runIf(process.platform === 'linux')('where a program is missing its package is named', () => {
  const empty = mkdtempSync(join(tmpdir(), 'detect-test-'))
  vi.stubEnv('PATH', empty)
  try {
    expect(detect(empty)).toContainEqual({
      tier: 'bwrap',
      whyNot: 'there is no bwrap here (on Debian: apt-get install bubblewrap)',
      lacks: 'bubblewrap',
    })
  } finally {
    rmdirSync(empty)
  }
})
