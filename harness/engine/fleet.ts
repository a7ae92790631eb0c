import { crowdSize } from '../lanes/crowd.ts'
import { doorkeeper, openLane } from '../lanes/door.ts'
import type { Janitor } from '../lanes/janitor.ts'
import type { Hello, Lane, OpenedLane, Refusal } from '../lanes/lane.ts'
import { LanePool } from '../lanes/pool.ts'
import { startLane } from '../lanes/process-lane.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import type { LaunchedProgram } from '../programs/launch.ts'

/** The lanes of one wrapper, and what it says of itself. */
export interface Fleet {
  readonly kind: 'fleet'
  readonly hello: Hello
  readonly pool: LanePool
  /** A lane whose process has more descriptors open than `select` can watch. To be closed by who asked for it. */
  readonly crowded?: () => Promise<OpenedLane>
  readonly launch: () => LaunchedProgram
  /** Lines that some lane wrote where only the protocol belongs, and that cost no call. */
  noise(): string[]
}

export type OpenedFleet =
  | Fleet
  /** `typed`: nothing could start because of what was typed, rather than because of what the wrapper does. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly typed: boolean }

/** Starts a wrapper's first lane and takes it through the door; the others follow as they are wanted. */
export async function openFleet(command: LaneCommand, limit: number, janitor: Janitor): Promise<OpenedFleet> {
  const lanes: Lane[] = []
  const start = (started: LaneCommand): Lane => {
    const lane = startLane(started, {
      started: (group) => janitor.register(group),
      gone: (group) => janitor.unregister(group),
    })
    lanes.push(lane)
    return lane
  }
  const make = doorkeeper(() => start(command))
  const first = await make()
  // A program that never ran has no process.
  if (first.kind === 'refused') return { ...first, typed: lanes.every((lane) => lane.pid === undefined) }
  let waiting: typeof first | undefined = first
  const pool = new LanePool(() => {
    const opened = waiting
    waiting = undefined
    return opened ? Promise.resolve(opened) : make()
  }, limit)
  return {
    kind: 'fleet',
    hello: first.hello,
    pool,
    crowded: () => openLane(() => start({ ...command, crowd: crowdSize }), { checks: false }),
    launch: () => {
      throw new Error('a wrapper is no program')
    },
    noise: () => lanes.flatMap((lane) => lane.noise),
  }
}
