import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Grade, gradeVersion } from '../grade.ts'
import { type Key, Store } from './store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-store-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const key: Key = { hash: 'h', assignment: 'a', catalogue: 'c', tier: 'plain' }
const grade: Grade = {
  version: gradeVersion,
  student: 'Ann',
  submission: { hash: 'h', wrapper: 'a.py' },
  assignment: 'a',
  catalogue: 'c',
  tier: 'plain',
  state: 'graded',
  points: 1,
  of: 1,
  pending: 0,
  items: [],
  notes: [],
  remarks: [],
}

test('what was finished is found again, unless what decides it has changed', () => {
  const store = new Store(folder)
  store.finish('ann', grade, { 'feedback.txt': 'well done' })
  expect(store.finished('ann', key)).toEqual(grade)
  for (const other of [{ hash: 'x' }, { assignment: 'x' }, { catalogue: 'x' }, { tier: 'bwrap' } as const])
    expect(store.finished('ann', { ...key, ...other })).toBeUndefined()
  expect(store.finished('bob', key)).toBeUndefined()
})

test('a grade that is no whole one counts for nothing', () => {
  const store = new Store(folder)
  store.finish('ann', grade, {})
  writeFileSync(join(folder, 'ann/grade.json'), '{"version": 1, "student"')
  expect(store.finished('ann', key)).toBeUndefined()
})

test('what was begun is kept until it is finished, and then gone, with what a killed grader was writing', () => {
  const store = new Store(folder)
  const look = { wrapper: 'a.py', records: {}, end: { kind: 'over' } } as const
  store.keepBegun('ann', key, look)
  expect(store.begun('ann', key)).toEqual(look)
  expect(store.begun('ann', { ...key, hash: 'x' })).toBeUndefined()
  writeFileSync(join(folder, 'ann/.feedback.html.123.tmp'), 'half')
  writeFileSync(join(folder, 'ann/notes of mine.txt'), 'mine')
  store.finish('ann', grade, { 'feedback.txt': 'well done' })
  expect(readdirSync(join(folder, 'ann')).toSorted()).toEqual([
    'feedback.txt',
    'grade.json',
    'notes of mine.txt',
  ])
})
