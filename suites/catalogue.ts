import type { Scenario } from '../harness/engine/behaviour.ts'
import * as blockRecv from './block-recv.ts'
import * as programTrivialServer from './program-trivial-server.ts'
import * as timeoutRecv from './timeout-recv.ts'

/** Everything that is required, in the order of reports. */
export const catalogue: readonly Scenario[] = [blockRecv, timeoutRecv, programTrivialServer].flatMap((suite) =>
  Object.values(suite),
)
