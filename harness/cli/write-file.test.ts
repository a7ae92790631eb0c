import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { refuseUnwritable, writeWhole } from './write-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-file-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('writes the whole file and leaves nothing beside it', () => {
  const path = join(folder, 'r.json')
  writeFileSync(path, 'before')
  refuseUnwritable(path)
  expect(readFileSync(path, 'utf8')).toBe('before')
  writeWhole(path, 'after')
  expect(readFileSync(path, 'utf8')).toBe('after')
  expect(readdirSync(folder)).toEqual(['r.json'])
})

it('leaves no file behind that was only looked for', () => {
  refuseUnwritable(join(folder, 'r.json'))
  expect(readdirSync(folder)).toEqual([])
})

it('keeps a link a link', () => {
  writeFileSync(join(folder, 'real.json'), '')
  symlinkSync('real.json', join(folder, 'link.json'))
  writeWhole(join(folder, 'link.json'), 'text')
  expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('text')
})

it('writes to what is no regular file as it is', () => {
  refuseUnwritable('/dev/null')
  writeWhole('/dev/null', 'text')
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
})

it.each([
  ['a folder', '.', 'is a folder'],
  ['in no folder', 'no/such/r.json', 'its folder does not exist'],
  ['under a file', 'file/r.json', 'its folder does not exist'],
  ['too long', 'x'.repeat(300), 'the name is too long'],
])('refuses what is %s, before a run and after', (_name, name, reason) => {
  writeFileSync(join(folder, 'file'), '')
  const path = join(folder, name)
  expect(() => refuseUnwritable(path)).toThrow(reason)
  expect(() => writeWhole(path, 'text')).toThrow(reason)
  expect(readdirSync(folder)).toEqual(['file'])
})
