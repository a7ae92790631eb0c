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
  /** `environment` is all that it has, rather than an addition. */
  readonly alone?: boolean
  /** What is started only starts the adapter, and stays: by a process of its own, or by a sandbox's two. */
  readonly behind?: Behind
  /** The process starts with so many descriptors open already, as far as this host permits. Absent: none. */
  readonly crowd?: number
}

/** `shim`: the adapter is its child. `sandbox`: it is a grandchild, the first process of a namespace between them. */
export type Behind = 'shim' | 'sandbox'

/** What a lane's process is to have for an environment. */
export const environmentOf = ({ environment, alone = false }: LaneCommand): NodeJS.ProcessEnv =>
  alone ? { ...environment } : { ...process.env, ...environment }

export type Prepared =
  | { readonly kind: 'prepared'; readonly command: LaneCommand }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
