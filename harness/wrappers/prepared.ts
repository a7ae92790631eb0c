import type { Refusal } from '../lanes/lane.ts'

/** How to start lanes of one wrapper. */
export interface LaneCommand {
  /** Program and arguments; the program is an absolute path or found on the PATH. */
  readonly argv: readonly [string, ...string[]]
  /** Working folder of the lane: the user's own. */
  readonly folder: string
  /** How many lanes are worth their start, where that is not the usual number. */
  readonly lanes?: number
  /** Added to the harness's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** The process starts with so many descriptors open already, as far as this host permits. Absent: none. */
  readonly crowd?: number
}

export type Prepared =
  | { readonly kind: 'prepared'; readonly command: LaneCommand }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
