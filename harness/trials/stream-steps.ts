import fc from 'fast-check'
import { blockingSetting, timeoutSetting } from '../model/mode.ts'
import type { StreamStep } from '../model/stream.ts'
import { durations } from './durations.ts'
import { sequenceSteps } from './table.ts'

/** Sequences of what two ends of a connection do. Sizes are mostly more than recv asks for, so that some is left over. */
export function streamSteps(): fc.Arbitrary<StreamStep[]> {
  const setting = fc.oneof(
    fc.constantFrom(blockingSetting(true), blockingSetting(false)),
    durations({ min: 20, max: 40 }).map(timeoutSetting),
  )
  const bytes = fc.integer({ min: 1, max: 20_000 })
  const step: fc.Arbitrary<StreamStep> = fc.oneof(
    fc.record({ act: fc.constant('set' as const), setting }),
    fc.record({ act: fc.constantFrom('send' as const, 'sendall' as const), bytes }),
    fc.record({ act: fc.constant('peer sends' as const), bytes }),
    fc.record({ act: fc.constant('recv' as const), size: fc.constantFrom(1, 1_000, 30_000) }),
  )
  return fc.array(step, { minLength: sequenceSteps / 2, maxLength: sequenceSteps })
}
