import fc from 'fast-check'
import { blockingSetting, timeoutSetting } from '../model/mode.ts'
import type { Step } from '../model/steps.ts'
import { sequences } from './sequences.ts'
import { sequenceSteps } from './table.ts'

/** Timeouts short enough to let expire. One object for each setting: a sequence is simplified only by what it may hold. */
export const setTo = {
  short: timeoutSetting(0.04),
  nonblocking: blockingSetting(false),
  blocking: blockingSetting(true),
  shorter: timeoutSetting(0.02),
  longer: timeoutSetting(0.06),
  none: timeoutSetting(null),
}

/** One setting; counterexamples shrink toward the first. */
export const settings = fc.constantFrom(...Object.values(setTo))
const set = fc.record({ act: fc.constant('set' as const), setting: settings })
const recv = fc.record({ act: fc.constant('recv' as const), size: fc.constantFrom(1, 200, 30_000) })

/** Sequences of what both ends do that keeps both streams open. Sizes are mostly more than recv asks for. */
export function streamSteps(): fc.Arbitrary<Step[]> {
  const bytes = fc.integer({ min: 1, max: 20_000 })
  // recv may hand over one at a time.
  const fewer = fc.integer({ min: 1, max: 600 })
  const step: fc.Arbitrary<Step> = fc.oneof(
    set,
    fc.record({ act: fc.constantFrom('send' as const, 'sendall' as const), bytes }),
    fc.record({ act: fc.constant('peer sends' as const), bytes: fewer }),
    recv,
  )
  return sequences(fc.array(step, { minLength: sequenceSteps / 2, maxLength: sequenceSteps }), step)
}
