import type { Level } from '../../engine/behaviour.ts'
import type { Profile } from '../../variants.ts'

/** What an assignment file says, read and found to be in order. */
export interface Assignment {
  readonly title: string
  /** Where a submission keeps its wrapper. */
  readonly wrapper: {
    /** Globs over paths from the submission's folder, with `/`; the first that exactly one file matches names the wrapper. */
    readonly files: readonly string[]
    readonly className?: string | undefined
  }
  readonly profile: Profile
  /** Demanded beyond what the page has: a submission that does not declare one earns nothing for what needs it. */
  readonly features: readonly string[]
  /** What earns points. A behaviour counts for the first item that selects it, and for no other. */
  readonly items: readonly Item[]
  /** Globs over ids that are never run. */
  readonly leftOut: readonly string[]
  /** One seed for the whole class; hidden items are run with another. */
  readonly seeds: { readonly visible: number; readonly hidden: number }
  readonly limits: Limits
  /** Fewest sound trials, as `run --quick`. */
  readonly quick: boolean
}

export interface Item {
  readonly title: string
  /** Globs over ids; empty selects by level and group alone. */
  readonly behaviours: readonly string[]
  readonly groups: readonly string[]
  readonly levels: readonly Level[]
  /** For the whole item, or for each behaviour in it. */
  readonly points: { readonly together: number } | { readonly each: number }
  /** `proportional`: each behaviour earns its share. `none`: all of them, or nothing. */
  readonly partial: 'proportional' | 'none'
  /** Run with a seed of its own, and told to students as points alone. */
  readonly hidden: boolean
}

/** What one submission may use; beyond that it is stopped. */
export interface Limits {
  /** Of wall time, for all its behaviours together. */
  readonly seconds: number
  /** Of memory, for each of its processes. */
  readonly memoryMiB: number
  /** Of what it may write. */
  readonly diskMiB: number
  /** How many processes and threads at a time; fewer than an honest wrapper's lanes need are not held to. */
  readonly processes: number
}
