import { expect, test } from 'vitest'
import { flags } from '../harness/variants.ts'
import { catalogue } from './catalogue.ts'

const behaviours = catalogue.flatMap((scenario) => scenario.behaviours)
const ids = new Set(behaviours.map(({ id }) => id))

test('there are at least 80 behaviours of wrappers, and no id twice', () => {
  expect(behaviours.filter(({ id }) => !id.startsWith('program.')).length).toBeGreaterThanOrEqual(80)
  expect(ids.size).toBe(behaviours.length)
})

test.each(behaviours.map((behaviour) => [behaviour.id, behaviour] as const))(
  '%s is told in full',
  (id, behaviour) => {
    expect(id).toMatch(/^[a-z]+(\.[a-z0-9-]+){1,2}$/)
    for (const text of [
      behaviour.says,
      behaviour.source,
      behaviour.observed,
      behaviour.breaks,
      behaviour.hint,
    ]) {
      expect(text.trim()).not.toBe('')
    }
    for (const need of behaviour.needs ?? []) expect(ids).toContain(need)
    for (const [flag, value] of Object.entries(behaviour.variants ?? {}))
      expect(flags[flag]?.values).toContain(value)
    for (const [flag, values] of Object.entries(behaviour.among ?? {}))
      for (const value of values) expect(flags[flag]?.values).toContain(value)
  },
)

test('no behaviour needs itself, by however long a way', () => {
  const needs = new Map(behaviours.map((each) => [each.id, each.needs ?? []]))
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === goal) return true
      if (seen.has(next)) return false
      seen.add(next)
      return reaches(next, goal, seen)
    })
  expect([...ids].filter((id) => reaches(id, id, new Set()))).toEqual([])
})
