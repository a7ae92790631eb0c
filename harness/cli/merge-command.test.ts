import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleGrade } from '../../reports/feedback/sample.ts'
import { classFiles } from '../grade/class/class-files.ts'
import { type Class, type Grade, gradeVersion } from '../grade/grade.ts'
import { inShard, type Shard } from '../grade/shard.ts'
import { foldersOf } from '../grade/submissions/names.ts'
import { mergeFolders } from './merge-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-merge-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const students = ['"><b>', 'ann', 'bob', 'carl', 'dora']
const folders = foldersOf(students)

const grade = (student: string): Grade =>
  sampleGrade(student, [], { assignment: 'a', catalogue: 'c', points: 1.5, of: 10 })

function graded(name: string, shard: Shard): string {
  const out = join(folder, name)
  mkdirSync(out)
  const own = inShard(students, shard)
  for (const student of own) {
    mkdirSync(join(out, folders.get(student)!))
    writeFileSync(join(out, folders.get(student)!, 'feedback.txt'), `for ${student}`)
    writeFileSync(join(out, folders.get(student)!, 'grade.json'), JSON.stringify(grade(student)))
  }
  const seeds = { visible: 1, hidden: 2 }
  const common = { version: gradeVersion, title: 'Sockets', assignment: 'a', catalogue: 'c', seeds } as const
  const all: Class = { ...common, shard, students, grades: own.map(grade) }
  for (const [file, text] of Object.entries(classFiles(all, []))) writeFileSync(join(out, file), text)
  return out
}

const all = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((file) => [file.slice(out.length), readFileSync(file, 'utf8')]),
  )

test('what lies there then is what grading the whole class would have left, to the byte, and again if done again', () => {
  const whole = graded('whole', { index: 1, of: 1 })
  const shards = [1, 2, 3].map((index) => graded(`shard-${index}`, { index, of: 3 }))
  const out = join(folder, 'out')
  for (const order of [shards, shards.toReversed()]) {
    mergeFolders([], order, out)
    expect(all(out)).toEqual(all(whole))
  }
})

test('what cannot be merged is refused before anything is written', () => {
  const one = graded('one', { index: 1, of: 2 })
  const out = join(folder, 'out')
  mkdirSync(join(folder, 'unfinished'))
  const refusals: [string[], string][] = [
    [[one], 'Of 2 shards, number 2 is missing.'],
    [[one, join(folder, 'unfinished')], 'unfinished/class.json cannot be read: there is no such file.'],
  ]
  for (const [shards, message] of refusals) expect(() => mergeFolders([], shards, out)).toThrow(message)
  expect(existsSync(out)).toBe(false)
  const whole = graded('whole', { index: 1, of: 1 })
  expect(() => mergeFolders([], [whole], whole)).toThrow('is one of the shards.')
  rmSync(join(whole, 'bob'), { recursive: true })
  expect(() => mergeFolders([], [whole], out)).toThrow('a grade of "bob", but bob/grade.json is not there.')
  writeFileSync(join(whole, 'class.json'), '{"version": 9}')
  expect(() => mergeFolders([], [whole], out)).toThrow('is of version 9; this wouldblock reads 1.')
  writeFileSync(join(whole, 'class.json'), '{"version": 1}')
  expect(() => mergeFolders([], [whole], out)).toThrow(/class.json is no result of a class, at title\./)
})
