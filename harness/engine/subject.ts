import { CannotConfine, failedToConfine } from '../confine/cannot-confine.ts'
import type { Janitor } from '../lanes/janitor.ts'
import type { Hello, Refusal } from '../lanes/lane.ts'
import { programFleet } from '../programs/fleet.ts'
import { misdeclared } from '../variants.ts'
import { prepareWrapper } from '../wrappers/prepare.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import type { WrapperSpec } from '../wrappers/spec.ts'
import { defaultLanes } from './defaults.ts'
import { type Fleet, openFleet } from './fleet.ts'

export interface SubjectOptions {
  readonly python: string
  /** The user's working folder, absolute. */
  readonly folder: string
  /** How many lanes at most; more make a run shorter and cost memory. Absent: as many as are worth their start. */
  readonly lanes?: number
  /** Never more than these, where as many as are worth their start would be more. */
  readonly mostLanes?: number
  /** What the wrapper's own processes are started as, not those that it is run beside; absent: as they are. */
  readonly confine?: (command: LaneCommand) => LaneCommand
}

/** Nothing could start because of what was typed. */
export interface Refused {
  readonly kind: 'refused'
  readonly refusal: Refusal
}

/** What is examined, as far as it can be started; `lanes` is how many of them there may be. */
export type Subject =
  | { readonly kind: 'open'; readonly fleet: Fleet; readonly lanes: number }
  /** It is there, and keeps no promise at all. */
  | { readonly kind: 'unloadable'; readonly refusal: Refusal; readonly hello?: Hello; readonly lanes: number }
  | Refused

/** Starts a wrapper's first lane, or finds out why it cannot be; the pool of the fleet is to be closed. */
export async function openSubject(
  spec: WrapperSpec,
  options: SubjectOptions,
  janitor: Janitor,
): Promise<Subject> {
  try {
    return await open(spec, options, janitor)
  } catch (error) {
    if (!(error instanceof CannotConfine)) throw error
    return { kind: 'refused', refusal: { what: error.what, next: error.next } }
  }
}

async function open(spec: WrapperSpec, options: SubjectOptions, janitor: Janitor): Promise<Subject> {
  const untrusted = options.confine !== undefined
  const prepared = await prepareWrapper(spec, { ...options, untrusted }, janitor.scratch)
  if (prepared.kind === 'refused')
    return prepared.typed
      ? { kind: 'refused', refusal: prepared.refusal }
      : { kind: 'unloadable', refusal: prepared.refusal, lanes: options.lanes ?? defaultLanes }
  const lanes =
    options.lanes ?? Math.min(prepared.command.lanes ?? defaultLanes, options.mostLanes ?? Infinity)
  const command = options.confine?.(prepared.command) ?? prepared.command
  const fleet =
    spec.kind === 'program' ? programFleet(command, janitor) : await openFleet(command, lanes, janitor)
  if (fleet.kind === 'refused') {
    const failed = untrusted ? failedToConfine(fleet.refusal) : undefined
    if (failed !== undefined) return { kind: 'refused', refusal: failed }
    return fleet.typed
      ? { kind: 'refused', refusal: fleet.refusal }
      : { kind: 'unloadable', refusal: fleet.refusal, lanes }
  }
  const complaint = misdeclared(fleet.hello.variants)[0]
  if (complaint === undefined) return { kind: 'open', fleet, lanes }
  await fleet.pool.close()
  const refusal = {
    what: `Its declaration cannot be read: ${complaint}.`,
    next: 'Mend the declared variants.',
  }
  return { kind: 'unloadable', refusal, hello: fleet.hello, lanes }
}
