import fc from 'fast-check'
import { behaviour, type Level, type Scenario } from '../engine/behaviour.ts'

/** A scenario that is never run. */
export const sampleScenario = (
  id: string,
  rest: { level?: Level; features?: string[]; needs?: string[] } = {},
): Scenario =>
  behaviour({
    id,
    level: 'must',
    tier: 1,
    says: `It does what ${id} says.`,
    source: 'made up',
    observed: 'by looking',
    breaks: 'not doing it',
    hint: 'Do it.',
    given: [{ arbitrary: fc.integer({ min: 1, max: 9 }), runs: 4 }],
    check: () => Promise.resolve(),
    ...rest,
  })

export const sampleCatalogue: readonly Scenario[] = [
  sampleScenario('block.recv.waits'),
  sampleScenario('block.recv.wakes', { needs: ['block.recv.waits'] }),
  sampleScenario('timeout.recv.expires'),
  sampleScenario('udp.recv.expires', { level: 'should', features: ['udp'] }),
  sampleScenario('program.server.prints'),
]
