import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { usualCaps } from './caps.ts'
import { hashOf } from './hash.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-hash-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (path: string, content = ''): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}
const hash = (path: string, kind: 'folder' | 'file' | 'other' = 'folder'): string =>
  hashOf({ kind, path: Buffer.from(join(folder, path)) }, { ...usualCaps, bytes: 100 })

test('it is of names and bytes, not of where and when', () => {
  put('a/x.py', 'hello')
  put('b/x.py', 'hello')
  put('b/.git/index', 'of this clone')
  utimesSync(join(folder, 'b/x.py'), 1, 1)
  expect(hash('a')).toBe(hash('b'))
  expect(hash('a')).toMatch(/^[0-9a-f]{64}$/)
})

test('any other name, content, cut between files, or target of a link is another', () => {
  put('a/x', 'hello')
  put('b/y', 'hello')
  put('c/x', 'Hello')
  put('d/x', 'hel')
  put('d/y', 'lo')
  put('e/x/x', 'hello')
  mkdirSync(join(folder, 'f'))
  symlinkSync('hello', join(folder, 'f/x'))
  mkdirSync(join(folder, 'g'))
  symlinkSync('Hello', join(folder, 'g/x'))
  put('h', 'hello')
  const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((each) => hash(each))
  all.push(hash('h', 'file'), hash('h', 'other'))
  expect(new Set(all).size).toBe(all.length)
})

test('what is too large for any submission is not read to its end', () => {
  put('a/x', 'x'.repeat(1_000_000))
  put('b/x', `${'x'.repeat(999_999)}y`)
  expect(hash('a')).toBe(hash('b'))
})
