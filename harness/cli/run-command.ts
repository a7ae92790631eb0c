import { resolve } from 'node:path'
import { jsonOfOne, jsonOfSeveral } from '../../reports/json.ts'
import { terminalReport } from '../../reports/terminal.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { run, type RunOptions, type RunResult } from '../engine/run.ts'
import { parseSpec } from '../wrappers/spec.ts'
import { conclusionOf, type ExitCode, exitCodes, gravest } from './exit-codes.ts'
import { endWhenInterrupted } from './interrupt.ts'
import { columnsOf, complaint, wantsColour } from './output.ts'
import { bundledWrapper, packageRoot, userFolder } from './package-root.ts'
import { showNothing, showProgress } from './progress.ts'
import { readLanes, readPath, readProfile, readSeed, type TypedRunOptions } from './run-options.ts'
import { readLevel, refuseIdleGlobs, refuseStrayPath, selectFor } from './selection.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

/**
 * Runs the catalogue over each wrapper in turn, or over the bundled one, and reports. Throws UsageError, before
 * anything is started, where what was typed cannot be carried out.
 */
export async function runCommand(
  catalogue: readonly Scenario[],
  specs: readonly string[],
  typed: TypedRunOptions,
): Promise<ExitCode> {
  const runs = planRuns(catalogue, specs, typed)
  const file = typed.json === undefined || typed.json === '-' ? undefined : resolve(userFolder(), typed.json)
  if (file !== undefined) refuseUnwritable(file)
  // With the record on standard output, people read standard error.
  const output = typed.json === '-' ? process.stderr : process.stdout
  let wipe = (): void => {}
  endWhenInterrupted(() => wipe())

  const results: RunResult[] = []
  for (const options of runs) {
    const shown = typed.quiet
      ? showNothing()
      : showProgress(process.stderr, options.spec, wantsColour(process.stderr, typed.color))
    wipe = shown.close
    let result: RunResult
    try {
      result = await run({ ...options, progress: shown.progress })
    } finally {
      shown.close()
    }
    if (result.kind === 'refused') {
      process.stderr.write(complaint(result.refusal))
    } else {
      const report = terminalReport(result.record, {
        columns: columnsOf(output),
        colour: wantsColour(output, typed.color),
        quiet: typed.quiet,
        stacks: typed.debug,
      })
      output.write(results.length === 0 ? report : `\n${report}`)
    }
    results.push(result)
  }

  const records = results.flatMap((result) => (result.kind === 'record' ? [result.record] : []))
  if (typed.json !== undefined && records.length > 0) {
    const text = runs.length === 1 && records[0] ? jsonOfOne(records[0]) : jsonOfSeveral(records)
    if (file === undefined) process.stdout.write(text)
    else writeWhole(file, text)
  }
  return gravest(results.map(codeOf))
}

const codeOf = (result: RunResult): ExitCode =>
  result.kind === 'refused' ? exitCodes.usage : conclusionOf(result.record).code

/** What is to be run, with everything that was typed read and found possible. */
function planRuns(
  catalogue: readonly Scenario[],
  specs: readonly string[],
  typed: TypedRunOptions,
): Omit<RunOptions, 'progress'>[] {
  const profile = readProfile(typed.profile)
  const path = readPath(typed.path, typed.seed)
  const common = {
    catalogue,
    selection: { only: typed.only, level: readLevel(typed.level) },
    python: typed.python,
    lanes: readLanes(typed.lanes),
    seed: readSeed(typed.seed),
    ...(profile === undefined ? {} : { profile }),
    ...(path === undefined ? {} : { path }),
  }
  refuseIdleGlobs(catalogue, typed.only)
  const wrappers =
    specs.length > 0
      ? specs.map((spec) => ({ spec, folder: userFolder() }))
      : [{ spec: bundledWrapper(), folder: packageRoot }]
  for (const { spec } of wrappers) {
    const parsed = parseSpec(spec)
    if (parsed.kind === 'refused') throw new UsageError(parsed.refusal.what, parsed.refusal.next)
    const subject = parsed.spec.kind === 'program' ? 'program' : 'wrapper'
    const selected = selectFor(catalogue, subject, common.selection, spec)
    if (path !== undefined) refuseStrayPath(catalogue, selected, common.seed, path)
  }
  return wrappers.map((wrapper) => ({ ...common, ...wrapper }))
}
