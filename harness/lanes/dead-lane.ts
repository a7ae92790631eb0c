import { InFlight } from './in-flight.ts'
import type { Crash, Lane } from './lane.ts'

/** A lane that never came to life: every call ends in the same crash. */
export const deadLane = (crash: Crash): Lane => ({
  pid: undefined,
  usable: false,
  inFlight: [],
  noise: [],
  call(operation) {
    const call = new InFlight(operation, () => {})
    call.finish(crash)
    return call
  },
  close: () => Promise.resolve(),
})
