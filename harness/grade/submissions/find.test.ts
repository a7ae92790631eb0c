import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { besides, findSubmissions } from './find.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-find-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const put = (...names: string[]): void => {
  for (const name of names)
    if (name.endsWith('/')) mkdirSync(join(folder, name))
    else writeFileSync(join(folder, name), '')
}
const found = (others?: string[]): string[] =>
  findSubmissions(folder, others).map(({ name, kind }) => `${name}: ${kind}`)

test('folders, files and archives are submissions, named without their endings and sorted', () => {
  put('zoe/', 'bob.py', 'alice.tar.gz', 'carol.ZIP', 'dan.v2/', 'eve.rar', 'Ann.tgz', 'fay.ts')
  expect(found()).toEqual([
    'Ann: archive',
    'alice: archive',
    'bob: file',
    'carol: archive',
    'dan.v2: folder',
    'eve: archive',
    'fay: file',
    'zoe: folder',
  ])
})

test('what is hidden, of the class, or named for another purpose is none, and what is visible of it is told', () => {
  put('.git/', '__MACOSX/', '.DS_Store', 'assignment.yaml', 'expected.json', 'out/', 'alice/')
  expect(found([join(folder, 'out')])).toEqual(['alice: folder'])
  expect(besides(folder, [join(folder, 'out')])).toEqual(['assignment.yaml', 'expected.json'])
})

test('a link is nobody that can be followed, but is not passed over', () => {
  put('bob/')
  symlinkSync('bob', join(folder, 'alice'))
  expect(found()).toEqual(['alice: other', 'bob: folder'])
})

test('two of one name are refused, and both are told', () => {
  put('alice.zip', 'alice/')
  expect(() => findSubmissions(folder)).toThrow(
    '"alice" has handed in more than once: "alice" and "alice.zip".',
  )
})

test('names keep what they are called, and bytes that are no text can be read', () => {
  put('a\n"<b>.py')
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9)]), '')
  const [first, second] = findSubmissions(folder)
  expect(first).toMatchObject({ name: 'a\n"<b>', folder: expect.stringMatching(/^a_b_-[0-9a-f]{10}$/) })
  expect(second).toMatchObject({ name: 'caf\\xe9', kind: 'file' })
  expect(second!.path.at(-1)).toBe(0xe9)
})

test('a folder that cannot be read says so', () => {
  expect(() => findSubmissions(join(folder, 'nowhere'))).toThrow(
    /nowhere cannot be read: there is no such folder/,
  )
})
