import type { Janitor } from '../lanes/janitor.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import type { OpenedFleet } from './fleet.ts'

/** A whole program under test, running. */
export interface LaunchedProgram {
  /** The next line that it prints, or undefined after `milliseconds`, or when it has ended. */
  line(milliseconds: number): Promise<string | undefined>
  /** Everything printed so far. */
  readonly printed: string
  /** How it ended, or undefined while it runs. */
  readonly ended: string | undefined
}

/** Launches a program once for every trial that asks; lanes of its own it has none. */
export function programFleet(_command: LaneCommand, _janitor: Janitor): OpenedFleet {
  throw new Error('not yet')
}
