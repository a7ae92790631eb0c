import { expect, it } from 'vitest'
import { painter } from '../../reports/text/paint.ts'
import { explain } from './explain-command.ts'
import { sampleCatalogue as catalogue } from './fixture.ts'
import { list, listText } from './list-command.ts'

const page = { columns: 80, paint: painter(false) }
const idsOf = (options: Partial<Parameters<typeof list>[1]>): string[] =>
  list(catalogue, { only: [], ...options }).map(({ id }) => id)

it('lists everything, programs too, and each with what a reader of JSON needs', () => {
  expect(idsOf({})).toHaveLength(5)
  expect(list(catalogue, { only: ['udp.*'] })).toEqual([
    {
      id: 'udp.recv.expires',
      group: 'udp',
      level: 'should',
      tier: 1,
      source: 'made up',
      features: ['udp'],
      stages: [],
      says: 'It does what udp.recv.expires says.',
    },
  ])
})

it('lists what all filters let through', () => {
  expect(idsOf({ group: 'block' })).toEqual(['block.recv.waits', 'block.recv.wakes'])
  expect(idsOf({ level: 'should' })).toEqual(['udp.recv.expires'])
  expect(idsOf({ only: ['*.expires', 'block.recv.waits'], level: 'must' })).toEqual([
    'block.recv.waits',
    'timeout.recv.expires',
  ])
})

it('refuses to list nothing', () => {
  expect(() => idsOf({ group: 'blok' })).toThrow('--group blok: there is no such group.')
  expect(() => idsOf({ group: 'block', level: 'note' })).toThrow('No behaviour is all of that at once.')
  expect(() => idsOf({ only: ['x'] })).toThrow('--only x matches no behaviour.')
})

it('lists in lines', () => {
  expect(listText(list(catalogue, { only: ['block.*'] }), page)).toBe(`block: 2
  block.recv.waits  must    It does what block.recv.waits says.
  block.recv.wakes  must    It does what block.recv.wakes says.

2 behaviours in 1 group; "wouldblock explain <id>" tells more of one.
`)
})

it('explains all there is to know', () => {
  expect(explain(catalogue, 'block.recv.wakes', page)).toBe(`block.recv.wakes  must, tier 1
  It does what block.recv.wakes says.

  source    made up
  observed  by looking
  broken by not doing it
  hint      Do it.
  needs     block.recv.waits
  trials    4 inputs
`)
})

it('names the nearest ids for one that there is not', () => {
  expect(() => explain(catalogue, 'block.recv.wait', page)).toThrow('There is no behaviour block.recv.wait.')
})
