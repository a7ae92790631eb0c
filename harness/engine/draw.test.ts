import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawn, each, expiries } from '../trials/table.ts'
import { behaviour } from './behaviour.ts'
import { draw, drawAt, seedOf, shrink } from './draw.ts'
import { undescribed } from './fixture.ts'

const scenarioOf = <Input>(given: Parameters<typeof behaviour<Input>>[0]['given']) =>
  behaviour<Input>({
    id: 'a.b.c',
    ...undescribed,
    ...(given ? { given } : {}),
    check: () => Promise.resolve(),
  })

describe('draw', () => {
  const scenario = scenarioOf(drawn(20, fc.record({ size: fc.integer({ min: 1, max: 1e6 }) })))

  test('the same seed draws the same inputs, another seed others', () => {
    expect(draw(scenario, 7)).toEqual(draw(scenario, 7))
    expect(draw(scenario, 7)).not.toEqual(draw(scenario, 8))
  })

  test('what is drawn is what fast-check would run with the seed of the stratum', async () => {
    const seen: unknown[] = []
    const property = fc.asyncProperty(
      fc.record({ size: fc.integer({ min: 1, max: 1e6 }) }),
      async (input) => {
        seen.push(input)
      },
    )
    await fc.check(property, { seed: seedOf(7, scenario, 0), numRuns: 20 })
    expect(draw(scenario, 7).map(({ input }) => input)).toEqual(seen)
  })

  test('a key is a path that draws the same input again', () => {
    for (const { key, input } of draw(scenario, 7)) expect(drawAt(scenario, 7, key)?.input).toEqual(input)
  })

  test('a factor draws more after the same, and leaves the rows of a table alone', () => {
    const once = draw(scenario, 7)
    expect(draw(scenario, 7, 3)).toHaveLength(60)
    expect(draw(scenario, 7, 3).slice(0, 20)).toEqual(once)
    expect(draw(scenarioOf(each('recv', 'accept')), 1, 3)).toHaveLength(2)
  })

  test('every row of a table is a stratum of its own', () => {
    expect(draw(scenarioOf(each('recv', 'accept')), 1).map(({ key, input }) => [key, input])).toEqual([
      ['0:0', 'recv'],
      ['1:0', 'accept'],
    ])
  })

  test('0.5 s and 1.5 s are always among the expiries, beside short ones, odd ones and long ones', () => {
    for (let seed = 0; seed < 50; seed++) {
      const millis = draw(scenarioOf(expiries()), seed).map(({ input }) => millisOf(input))
      expect(millis).toContain(500)
      expect(millis).toContain(1500)
      expect(millis.filter((ms) => ms <= 80)).toHaveLength(2)
      expect(millis.filter((ms) => ms >= 120 && ms <= 480)).toHaveLength(2)
      expect(millis.filter((ms) => ms >= 510 && ms <= 990)).toHaveLength(1)
    }
  })
})

const millisOf = (input: unknown): number => Math.round((input as { seconds: number }).seconds * 1000)

describe('shrink', () => {
  const scenario = scenarioOf(drawn(30, fc.record({ size: fc.integer({ min: 0, max: 1000 }) })))
  const holds = (input: unknown): boolean => (input as { size: number }).size < 321

  test('recorded results are replayed, smaller inputs are tried live, and the path leads back to the smallest', async () => {
    const inputs = draw(scenario, 3)
    let live = 0
    const results = inputs.map(({ input }) => holds(input))
    expect(results).toContain(false)
    const shrunk = await shrink(scenario, 3, 0, results, async (input) => (live++, holds(input)), 5_000)
    expect(shrunk?.input).toEqual({ size: 321 })
    expect(live).toBeGreaterThan(0)
    expect(live).toBeLessThan(40)
    expect(drawAt(scenario, 3, shrunk?.key ?? '')?.input).toEqual({ size: 321 })
  })

  test('timeouts shrink to 0.5 s where that fails as well', async () => {
    const timed = scenarioOf(expiries())
    const shrunk = await shrink(timed, 5, 4, [false], () => Promise.resolve(false), 5_000)
    expect(shrunk?.input).toEqual({ seconds: 0.5 })
  })

  test('nothing fails, nothing shrinks', async () => {
    expect(await shrink(scenario, 3, 0, [true, true], () => Promise.resolve(true), 5_000)).toBeUndefined()
  })
})

test('a share of what is drawn is the first of it, and one of every stratum at least', () => {
  const scenario = behaviour<{ size: number }>({
    id: 'a.b',
    ...undescribed,
    given: [...drawn(9, fc.record({ size: fc.nat() })), ...drawn(1, fc.record({ size: fc.nat() }))],
    check: () => Promise.resolve(),
  })
  const all = draw(scenario, 7)
  expect(draw(scenario, 7, 1 / 3)).toEqual([...all.slice(0, 3), ...all.slice(9)])
})
