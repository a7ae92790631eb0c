import type { Beside } from '../../reports/baseline.ts'
import { type Ran, severalReport } from '../../reports/several.ts'
import { terminalReport } from '../../reports/terminal.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { run } from '../engine/run.ts'
import type { KnownFailures } from './baseline-file.ts'
import { conclusionOf, type ExitCode, exitCodes, gravest } from './exit-codes.ts'
import { endWhenInterrupted } from './interrupt.ts'
import { columnsOf, complaint, wantsColour } from './output.ts'
import { pageFile, writePage } from './page.ts'
import { planRuns, type PlannedRun } from './plan-runs.ts'
import { showNothing, type ShownProgress, showProgress } from './progress.ts'
import type { TypedRunOptions } from './run-options.ts'
import { productsOf } from './products.ts'
import { UsageError } from './usage-error.ts'
import { writeWhole } from './write-file.ts'

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
  const pageAt = pageFile(
    runs.map(({ spec }) => spec),
    typed,
  )
  const baseline = await baselineOf(catalogue, runs, typed)
  const products = productsOf(typed, runs.length > 1)
  // With one of them on standard output, people read standard error.
  const output = products.some(({ file }) => file === undefined) ? process.stderr : process.stdout
  const colour = wantsColour(output, typed.color)

  const ran: Ran[] = []
  const besides: Beside[] = []
  for (const planned of runs) {
    const result = await runWith(planned, typed)
    ran.push({ spec: planned.spec, ...result })
    if (!result.record) continue
    const beside = baseline?.beside(result.record)
    if (beside) besides.push(beside)
    const page = { columns: columnsOf(output), colour, quiet: typed.quiet, stacks: typed.debug, beside }
    output.write(`${ran.length > 1 ? '\n' : ''}${terminalReport(result.record, page)}`)
  }
  if (runs.length > 1) output.write(`\n${severalReport(ran, colour)}`)

  const records = ran.flatMap(({ record }) => record ?? [])
  if (records.length > 0) {
    for (const { option, file, report } of products) {
      if (file === undefined) process.stdout.write(report(records))
      else writeWhole(file, report(records), option)
    }
    if (pageAt !== undefined) output.write(`\n${writePage(pageAt, records)}`)
  }
  const [beside] = besides
  if (beside) return beside.conclusion.code
  return gravest(ran.map(({ record }) => (record ? conclusionOf(record).code : exitCodes.usage)))
}

/** Throws UsageError for a baseline that cannot be read, or that no one wrapper has. */
async function baselineOf(
  catalogue: readonly Scenario[],
  runs: readonly PlannedRun[],
  { baseline, updateBaseline = false }: TypedRunOptions,
): Promise<KnownFailures | undefined> {
  if (baseline === undefined) {
    if (!updateBaseline) return undefined
    throw new UsageError('--update-baseline needs a --baseline.', 'Name the file that is to be written.')
  }
  if (runs.length > 1)
    throw new UsageError('--baseline is of one wrapper, and several are named.', 'Run each by itself.')
  // It alone reads baselines: other runs need not load what validates them.
  const { openBaseline } = await import('./baseline-file.ts')
  return openBaseline(baseline, updateBaseline, catalogue)
}

/** Runs one wrapper with its progress shown; without a record where nothing could start, which is said. */
async function runWith(planned: PlannedRun, typed: TypedRunOptions): Promise<Pick<Ran, 'record'>> {
  const shown = progressFor(planned, typed)
  const heedNoMore = endWhenInterrupted(shown.close)
  const result = await run({ ...planned, progress: shown.progress }).finally(() => {
    shown.close()
    heedNoMore()
  })
  if (result.kind === 'record') return { record: result.record }
  process.stderr.write(complaint(result.refusal))
  return {}
}

const progressFor = ({ spec }: PlannedRun, { quiet, color }: TypedRunOptions): ShownProgress =>
  quiet ? showNothing() : showProgress(process.stderr, spec, wantsColour(process.stderr, color))
