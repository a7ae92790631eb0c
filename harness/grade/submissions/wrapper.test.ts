import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findWrapper } from './wrapper.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-wrapper-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (...paths: string[]): void => {
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), '')
  }
}
const found = (globs: string[], kind?: 'file' | 'folder'): string => {
  const wrapper = findWrapper(folder, { files: globs }, kind)
  return wrapper.kind === 'found' ? wrapper.path : wrapper.why
}

test('the first glob that exactly one file matches names it', () => {
  put('my_socket.py', 'other.py', 'my_socket.ts')
  expect(found(['*.py', 'my_socket.ts'])).toBe('my_socket.ts')
  expect(found(['my_socket.{py,ts}', 'my_socket.py'])).toBe('my_socket.py')
})

test('a folder around everything is looked through, but not before the globs have been tried on it', () => {
  put('hw1/alice/my_socket.py', 'hw1/alice/src/util.py')
  expect(found(['my_socket.py'])).toBe('hw1/alice/my_socket.py')
  expect(found(['src/*.py'])).toBe('hw1/alice/src/util.py')
  expect(found(['hw1/*/my_socket.py'])).toBe('hw1/alice/my_socket.py')
})

test('two folders are not looked through', () => {
  put('a/my_socket.py', 'b/readme.txt')
  expect(found(['my_socket.py'])).toMatch(/there is none; found were "a\/my_socket.py", "b\/readme.txt"\.$/)
})

test('what others have written is taken only if the student wrote none', () => {
  put('my.py', 'node_modules/node-gyp/gyp.py', '.venv/x.py', 'venv/lib/y.py')
  expect(found(['**/*.py'])).toBe('my.py')
})

test('several, none, and nothing at all are told apart, with what was found', () => {
  expect(found(['my_socket.py'])).toBe(
    'The wrapper has to be a file "my_socket.py", but there is no file at all.',
  )
  put('a.py', 'b.py')
  expect(found(['*.py', 'x.ts'])).toBe(
    'The wrapper has to be one file, "*.py" or "x.ts", but there are several: "a.py", "b.py".',
  )
  put(...Array.from({ length: 20 }, (_, at) => `f${at}`))
  expect(found(['x.ts'])).toMatch(/found were "a.py", "b.py", "f0", .* and 14 more\.$/)
})

test('a file that was handed in alone may have any name with the right ending', () => {
  put('alice_1234.py')
  expect(found(['src/my_socket.{py,ts}'], 'file')).toBe('alice_1234.py')
  expect(found(['my_socket.ts'], 'file')).toMatch(/there is none; found were "alice_1234.py"\.$/)
  expect(found(['my_socket.py'], 'folder')).toMatch(/there is none/)
})

test('names that a terminal would obey are written out', () => {
  put('a\x1b[2J\n.py')
  expect(found(['x.py'])).toMatch(/found were "a\\x1b\[2J\\n\.py"\.$/)
})
