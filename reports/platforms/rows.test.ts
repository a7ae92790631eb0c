import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { GradedItem } from '../../harness/grade/grade.ts'
import { centsOf, pointsOf } from './cents.ts'
import { rowsOf } from './rows.ts'
import { mixed, sampleAssignment } from './sample.ts'

const lost = (id: string): GradedItem['lost'][number] => ({
  id,
  verdict: 'fail',
  cause: null,
  happened: null,
  because: null,
})

const anItem = fc
  .record({
    cents: fc.integer({ min: 0, max: 20_000 }),
    kept: fc.integer({ min: 0, max: 90 }),
    lost: fc.integer({ min: 0, max: 90 }),
    undecided: fc.integer({ min: 0, max: 9 }),
    hidden: fc.boolean(),
  })
  .filter((made) => made.kept + made.lost + made.undecided > 0)
  .map(({ cents, hidden, ...counts }): GradedItem => {
    const counted = counts.kept + counts.lost + counts.undecided
    const share = (count: number): number => pointsOf(Math.floor((cents * count) / counted))
    const ids = (what: string, count: number) => Array.from({ length: count }, (_, at) => `${what}.${at}`)
    const points = share(counts.kept)
    const pending = counts.lost === 0 ? pointsOf(cents - centsOf(points)) : share(counts.undecided)
    return {
      title: 'item',
      hidden,
      of: pointsOf(cents),
      points: counts.lost === 0 && counts.undecided === 0 ? pointsOf(cents) : points,
      pending: counts.undecided === 0 ? 0 : pending,
      passed: counts.kept,
      counted,
      kept: ids('kept', counts.kept),
      lost: ids('lost', counts.lost).map(lost),
      undecided: ids('undecided', counts.undecided),
      unstaged: [],
    }
  })

it('adds up to the items, to the cent', () => {
  fc.assert(
    fc.property(fc.array(anItem, { maxLength: 4 }), (items) => {
      const reported = {
        grade: { ...mixed.grade, items },
        record: undefined,
        assignment: { ...sampleAssignment, items: [] },
      }
      const rows = rowsOf(reported)
      for (const key of ['points', 'of', 'pending'] as const) {
        const total = (all: readonly Pick<GradedItem, typeof key>[]): number =>
          all.reduce((cents, each) => cents + centsOf(each[key]), 0)
        expect(total(rows)).toBe(total(items))
      }
      expect(rows.filter((row) => centsOf(row.points) + centsOf(row.pending) > centsOf(row.of))).toEqual([])
    }),
    { numRuns: 40 },
  )
})

it('is in the order of the report, hidden last', () => {
  expect(rowsOf(mixed).map(({ number, name, standing }) => `${number} ${name} ${standing}`)).toEqual([
    '1.1 timeout.recv.expires failed',
    '1.2 timeout.recv.not-early passed',
    '1.3 timeout.recv.not-late failed',
    '1.4 timeout.accept.expires passed',
    '1.5 timeout.connect.expires unstaged',
    '1.6 timeout.send.expires failed',
    '1.7 timeout.send.not-late undecided',
    '2 Non-blocking, all of it failed',
    '4 Hidden tests failed',
  ])
})

it('names what has to be mended first', () => {
  expect(rowsOf(mixed).find(({ id }) => id === 'timeout.recv.not-late')).toMatchObject({
    because: 'timeout.recv.expires',
    reason: 'It rests on timeout.recv.expires: mend that first.',
  })
})
