import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { behaviour } from '../engine/behaviour.ts'
import { draw, drawAt, shrink } from '../engine/draw.ts'
import { undescribed } from '../engine/fixture.ts'
import { connectionSequences } from './connection-steps.ts'
import { listenerSequences } from './listener-steps.ts'
import { sequences } from './sequences.ts'
import { streamSteps } from './steps.ts'
import { drawn } from './table.ts'

const step = fc.oneof(
  fc.record({ act: fc.constant('recv'), size: fc.constantFrom(1, 1_000) }),
  fc.record({ act: fc.constant('set'), seconds: fc.constantFrom(0.04, 0.02) }),
  fc.record({ act: fc.constant('close') }),
)
type Step = { readonly act: string; readonly size?: number; readonly seconds?: number }

const scenarioOf = (given: Parameters<typeof behaviour<{ steps: Step[] }>>[0]['given']) =>
  behaviour<{ steps: Step[] }>({
    id: 'a.b.c',
    ...undescribed,
    ...(given ? { given } : {}),
    check: () => Promise.resolve(),
  })

describe('a sequence that fails', () => {
  const scenario = scenarioOf(
    drawn(20, fc.record({ steps: sequences<Step>(fc.array(step, { minLength: 6, maxLength: 12 }), step) })),
  )
  const acts = (input: unknown): string[] => (input as { steps: Step[] }).steps.map(({ act }) => act)
  /** It takes a recv after a set, whatever is between them and around. */
  const holds = (input: unknown): boolean => !/set.*recv/.test(acts(input).join(' '))
  const shrunk = (seed: number) =>
    shrink(
      scenario,
      seed,
      0,
      draw(scenario, seed).map(({ input }) => holds(input)),
      (input) => Promise.resolve(holds(input)),
      1_000,
    )

  it('shrinks to the steps that it takes, each as simple as can be, however long it was drawn', async () => {
    for (let seed = 0; seed < 20; seed++)
      expect((await shrunk(seed))?.input).toEqual({
        steps: [
          { act: 'set', seconds: 0.04 },
          { act: 'recv', size: 1 },
        ],
      })
  })

  it('is drawn again from its seed and path', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { key = '', input } = (await shrunk(seed)) ?? {}
      expect(drawAt(scenario, seed, key)?.input).toEqual(input)
    }
  })
})

describe.each([
  ['of a connection', connectionSequences()],
  ['of a listener', listenerSequences()],
  ['of two streams', drawn(1, fc.record({ steps: streamSteps() }))],
])('the sequences %s', (_what, given) => {
  it('can all be simplified: every step that is drawn is one that sequences shrink by', () => {
    for (const { arbitrary } of given as readonly { arbitrary: fc.Arbitrary<{ steps: unknown[] }> }[]) {
      for (const value of fc.sample(arbitrary, { numRuns: 20, seed: 1 }))
        expect(arbitrary.canShrinkWithoutContext(value)).toBe(true)
    }
  })
})
