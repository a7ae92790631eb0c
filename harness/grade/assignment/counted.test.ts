import { expect, test } from 'vitest'
import { catalogue } from '../../../suites/catalogue.ts'
import type { Assignment, Item } from './assignment.ts'
import { countable, counted, idsOf } from './counted.ts'
import { ownStages } from './fate.ts'

const item = (rest: Partial<Item>): Item => ({
  title: '',
  behaviours: [],
  groups: [],
  levels: [],
  points: { together: 1 },
  partial: 'proportional',
  hidden: false,
  ...rest,
})
const demanded = { features: [], leftOut: [], profile: 'page' } as const
const idsWith = (rest: Partial<Assignment>): string[] =>
  countable({ ...demanded, ...rest }, catalogue).map(({ id }) => id)

test('what a wrapper without declarations is not asked for does not count', () => {
  const ids = idsWith({})
  expect(ids).toContain('timeout.recv.expires')
  for (const id of [
    'conc.parallel-timeouts',
    'udp.recv.waits',
    'mode.zero-as-declared',
    'timeout.deadline-stays',
  ])
    expect(ids).not.toContain(id)
  expect(ids.filter((id) => id.startsWith('program.'))).toEqual([])
})

test('a note earns nothing', () => {
  expect(idsWith({ features: ['threads', 'readline', 'udp'] })).not.toContain('err.message')
  expect(countable(demanded, catalogue).filter(({ level }) => level === 'note')).toEqual([])
})

test('features that are demanded count, where all that a behaviour needs is', () => {
  expect(idsWith({ features: ['threads'] })).toContain('conc.parallel-timeouts')
  expect(idsWith({ features: ['cancel'] })).not.toContain('life.cancel-no-loss')
  expect(idsWith({ features: ['cancel', 'threads'] })).toContain('life.cancel-no-loss')
})

test('what only some adapters can stage may count', () => {
  const staged = catalogue.flatMap(({ behaviours }) => behaviours).filter(({ stages }) => stages)
  const known = Object.values(ownStages).flat()
  expect(idsWith({})).toEqual(expect.arrayContaining(staged.map(({ id }) => id)))
  expect(known).toEqual(expect.arrayContaining(staged.flatMap(({ stages }) => stages ?? [])))
})

test('what is left out counts for nothing', () => {
  const ids = idsWith({ leftOut: ['timeout.*', 'nb.recv.would-block'] })
  expect(ids.filter((id) => id.startsWith('timeout.'))).toEqual([])
  expect(ids).not.toContain('nb.recv.would-block')
})

test('a behaviour counts for the first item that selects it', () => {
  const items = [
    item({ behaviours: ['timeout.recv.*', 'nb.*'], levels: ['must'] }),
    item({ groups: ['timeout'], hidden: true }),
    item({ behaviours: ['*'] }),
  ]
  const all = counted({ ...demanded, items }, catalogue)
  const [first, second, rest] = all.map(({ behaviours }) => behaviours.map(({ id }) => id))
  expect(first).toContain('timeout.recv.expires')
  expect(second).not.toContain('timeout.recv.expires')
  expect(second!.every((id) => id.startsWith('timeout.'))).toBe(true)
  expect([...first!, ...second!, ...rest!].toSorted()).toEqual(idsWith({}).toSorted())
  expect(idsOf(all, { hidden: true })).toEqual(second)
  expect(idsOf(all, { hidden: false })).toEqual([...first!, ...rest!])
})
