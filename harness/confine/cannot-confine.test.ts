import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../lanes/fixture.ts'
import { assertOpen, CannotConfine, failedToConfine } from './cannot-confine.ts'
import { readByAll } from './closed-at.ts'

it.runIf(process.platform === 'linux')('tells which folder keeps other users from a program', () => {
  const folder = temporaryFolder()
  const home = join(folder, 'home')
  mkdirSync(join(home, 'bin'), { recursive: true })
  writeFileSync(join(home, 'bin', 'python'), '', { mode: 0o755 })
  chmodSync(folder, 0o755)
  const argv: [string, string] = ['python', 'file:adapter.py']
  expect(() => assertOpen(argv, join(home, 'bin'))).not.toThrow()
  chmodSync(home, 0o700)
  expect(() => assertOpen(argv, join(home, 'bin'))).toThrow(CannotConfine)
  expect(() => assertOpen(argv, join(home, 'bin'))).toThrow(
    `may not use ${home}, and need ${home}/bin/python`,
  )
  expect(() => assertOpen(['sh', join(home, 'bin', 'python')], '/bin')).toThrow(CannotConfine)
})

it.runIf(process.platform === 'linux')('tells what every user can read', () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  for (const name of ['open', 'closed']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'closed', 'file'), '')
  const paths = ['open', 'closed', 'closed/file', 'missing'].map((name) => join(folder, name))
  chmodSync(join(folder, 'closed'), 0o700)
  expect(readByAll(paths)).toEqual([join(folder, 'open')])
})

it('does not take for its own failure what a submission says of itself', () => {
  const before = 'The adapter exited with code 1 before it answered hello'
  const refusal = (said: string) => ({ what: `${before}: ${said}`, next: '' })
  expect(failedToConfine(refusal('bwrap: No space left on device'))?.what).toBe(
    'The submission could not be held: bwrap: No space left on device',
  )
  expect(failedToConfine(refusal('MemoryError: bwrap: no'))).toBeUndefined()
})
