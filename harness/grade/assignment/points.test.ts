import fc from 'fast-check'
import { expect, test } from 'vitest'
import { worthOf } from './points.ts'

const points = fc.oneof(
  fc.record({ together: fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100) }),
  fc.record({ each: fc.integer({ min: 0, max: 1_000 }).map((cents) => cents / 100) }),
)
const partial = fc.constantFrom('proportional' as const, 'none' as const)
const tally = fc
  .tuple(fc.nat(100), fc.nat(100), fc.nat(100))
  .map(([passed, undecided, lost]) => ({ passed, undecided, counted: passed + undecided + lost }))

test('all is earned by passing all, and by nothing less; what is pending fits in between', () => {
  fc.assert(
    fc.property(points, partial, tally, (given, kind, { passed, undecided, counted }) => {
      const { earned, of, pending } = worthOf(
        { points: given, partial: kind },
        { passed, undecided, counted },
      )
      expect([earned, of, pending].every((part) => Number.isInteger(part) && part >= 0)).toBe(true)
      expect(earned + pending).toBeLessThanOrEqual(of)
      expect(earned === of).toBe(passed === counted || of === 0)
      expect(earned + pending === of).toBe(passed + undecided === counted || of === 0)
      expect(passed > 0 || counted === 0 ? 0 : earned).toBe(0)
      expect(undecided > 0 ? 0 : pending).toBe(0)
    }),
  )
})

test('more that passes never earns less', () => {
  fc.assert(
    fc.property(points, partial, fc.integer({ min: 1, max: 200 }), (given, kind, counted) => {
      const earned = Array.from(
        { length: counted + 1 },
        (_, passed) => worthOf({ points: given, partial: kind }, { passed, undecided: 0, counted }).earned,
      )
      expect(earned).toEqual(earned.toSorted((a, b) => a - b))
    }),
  )
})

test('a share is rounded to hundredths, but never up to all', () => {
  const ten = { points: { together: 10 }, partial: 'proportional' } as const
  expect(worthOf(ten, { passed: 1, undecided: 0, counted: 3 }).earned).toBe(333)
  expect(worthOf(ten, { passed: 2, undecided: 0, counted: 3 }).earned).toBe(667)
  expect(
    worthOf({ ...ten, points: { together: 1 } }, { passed: 299, undecided: 0, counted: 300 }).earned,
  ).toBe(99)
})

test('all or nothing', () => {
  const whole = { points: { each: 0.5 }, partial: 'none' } as const
  expect(worthOf(whole, { passed: 3, undecided: 1, counted: 4 })).toEqual({
    earned: 0,
    of: 200,
    pending: 200,
  })
  expect(worthOf(whole, { passed: 2, undecided: 1, counted: 4 })).toEqual({ earned: 0, of: 200, pending: 0 })
})
