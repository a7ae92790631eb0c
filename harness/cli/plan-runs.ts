import { resolve } from 'node:path'
import type { Scenario } from '../engine/behaviour.ts'
import type { RunOptions } from '../engine/run.ts'
import type { Refusal } from '../lanes/lane.ts'
import { isA } from '../lanes/spawn.ts'
import { parseSpec } from '../wrappers/spec.ts'
import { bundledWrapper, packageRoot, userFolder } from './package-root.ts'
import {
  readLanes,
  readPath,
  readProfile,
  readSeed,
  readTrials,
  type TypedRunOptions,
} from './run-options.ts'
import { readLevel, refuseIdleGlobs, refuseStrayPath, selectFor } from './selection.ts'
import { UsageError } from './usage-error.ts'

export type PlannedRun = Omit<RunOptions, 'progress'>

/**
 * What is to be run, with everything that was typed read and found possible. No spec means the bundled wrapper.
 * Throws UsageError.
 */
export function planRuns(
  catalogue: readonly Scenario[],
  specs: readonly string[],
  typed: TypedRunOptions,
): PlannedRun[] {
  const profile = readProfile(typed.profile)
  const lanes = readLanes(typed.lanes)
  const path = readPath(typed.path, typed.seed)
  if (typed.quick === true && typed.trials !== undefined)
    throw new UsageError('--quick tries few inputs, --trials many.', 'Choose one of the two.')
  const common = {
    catalogue,
    selection: {
      only: typed.only,
      level: readLevel(typed.level ?? (typed.quick === true ? 'must' : undefined)),
    },
    python: typed.python,
    ...(lanes === undefined ? {} : { lanes }),
    seed: readSeed(typed.seed),
    trialFactor: readTrials(typed.trials),
    ...(typed.quick === true ? { quick: true } : {}),
    ...(profile === undefined ? {} : { profile }),
    ...(path === undefined ? {} : { path }),
  }
  refuseIdleGlobs(catalogue, typed.only)
  const wrappers =
    specs.length > 0
      ? specs.map((spec) => ({ spec, folder: userFolder() }))
      : [{ spec: bundledWrapper(), folder: packageRoot }]
  return wrappers.map((wrapper) => {
    const parsed = parseSpec(wrapper.spec)
    if (parsed.kind === 'refused') throw refusedSpec(wrapper, parsed.refusal)
    const subject = parsed.spec.kind === 'program' ? 'program' : 'wrapper'
    const selected = selectFor(catalogue, subject, common.selection, wrapper.spec)
    if (path !== undefined) refuseStrayPath(catalogue, selected, common.seed, path)
    return { ...common, ...wrapper }
  })
}

/** A spec is read without a look at what is there: by its name alone a folder is merely no kind of wrapper. */
function refusedSpec({ spec, folder }: { spec: string; folder: string }, refusal: Refusal): UsageError {
  if (spec.trim() !== '' && isA('Directory', resolve(folder, spec)))
    return new UsageError(`${spec} is a folder.`, 'Name the file in it that holds the socket class.')
  return new UsageError(refusal.what, refusal.next)
}
