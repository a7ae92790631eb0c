import { expect, test } from 'vitest'
import { foldersOf, nameOf } from './names.ts'

const folderOf = (name: string): string => foldersOf([name]).get(name)!

test('a name that every file system takes is the folder', () => {
  for (const name of ['alice', 'Bob Smith', 'José Núñez', '王小明', 'hw1_s.1234 (2)'])
    expect(folderOf(name)).toBe(name)
})

test('a name that something could trip over leaves what is harmless of it, and a number', () => {
  const odd = [
    '-rf',
    '..',
    "o'hara",
    'a\nb',
    '<b>x</b>',
    'a/b',
    'class.json',
    'nul ',
    'x'.repeat(200),
    '$(id)',
    '',
  ]
  for (const name of odd) expect(folderOf(name)).toMatch(/^[\p{L}\p{N}][\w.-]*-[0-9a-f]{10}$/u)
  expect(new Set(foldersOf(odd).values()).size).toBe(odd.length)
})

test('names that differ in case or in how accents are made get folders that do not', () => {
  const folders = foldersOf(['Alice', 'alice', 'Jos\u00e9', 'Jose\u0301', 'bob'])
  expect(new Set([...folders.values()].map((each) => each.toLowerCase())).size).toBe(5)
  expect(folders.get('bob')).toBe('bob')
})

test('nobody can be called what the number makes of another', () => {
  const taken = folderOf('-rf')
  const folders = foldersOf(['-rf', taken])
  expect(folders.get('-rf')).toBe(taken)
  expect(folders.get(taken)).not.toBe(taken)
})

test('bytes that are no UTF-8 are written out, and the others are not', () => {
  expect(nameOf(Buffer.from('café'))).toBe('café')
  expect(nameOf(Buffer.from('café', 'latin1'))).toBe('caf\\xe9')
  expect(nameOf(Buffer.concat([Buffer.from('é'), Buffer.of(0xff), Buffer.from('ß')]))).toBe('é\\xffß')
})
