import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { Compared, Skipped } from '../../reports/compare/comparison.ts'
import { comparisonMarkdown } from '../../reports/compare/markdown.ts'
import { comparisonReport, exitCodeOf } from '../../reports/compare/terminal.ts'
import { type HtmlOptions, htmlReport } from '../../reports/html.ts'
import { jsonOfSeveral } from '../../reports/json.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { compareWrappers, type ContenderRun } from './compare-runs.ts'
import { readAtOnce, type TypedCompareOptions } from './compare-options.ts'
import { type Contender, knownLibraries, typedContenders } from './compare-plan.ts'
import { type ExitCode, exitCodes, gravest } from './exit-codes.ts'
import { columnsOf, wantsColour } from './output.ts'
import { userFolder } from './package-root.ts'
import { comparisonFile, writePage } from './page.ts'
import { planRuns } from './plan-runs.ts'
import { readSeed } from './run-options.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

/** Runs several wrappers, some of them at a time, and lays them side by side. Throws UsageError before any is started. */
export async function compareCommand(
  catalogue: readonly Scenario[],
  specs: readonly string[],
  typed: TypedCompareOptions,
): Promise<ExitCode> {
  const stored = specs.filter(isStored)
  if (stored.length > 0) return compareStored(specs, stored, typed)
  const { contenders, skipped } = contendersOf(specs, typed)
  const runs = planned(catalogue, contenders, typed)
  const atOnce = readAtOnce(typed.atOnce, availableParallelism())
  const pageAt = comparisonFile(typed)
  refuseFiles(typed)

  const result = await compareWrappers(runs, {
    atOnce,
    quiet: typed.quiet,
    colour: typed.color,
    all: typed.all === true,
  })
  const code = tell(result.compared, [...skipped, ...result.skipped], typed)
  if (pageAt !== undefined && result.compared.length > 0)
    outputFor(typed).write(`\n${pageBeside(pageAt, result.compared, [...skipped, ...result.skipped])}`)
  return code
}

const outputFor = (typed: Pick<TypedCompareOptions, 'html' | 'json' | 'markdown'>): NodeJS.WriteStream =>
  // With one of them on standard output, people read standard error.
  [typed.json, typed.markdown, typed.html].includes('-') ? process.stderr : process.stdout

/** Reports on what was run, or stored, to the terminal and to files. */
export function tell(
  compared: readonly Compared[],
  skipped: readonly Skipped[],
  typed: Pick<TypedCompareOptions, 'all' | 'color' | 'complete' | 'json' | 'markdown' | 'html'>,
): ExitCode {
  const output = outputFor(typed)
  const colour = wantsColour(output, typed.color)
  output.write(comparisonReport(compared, { columns: columnsOf(output), colour, skipped }))
  for (const { file, option, text } of filesOf(typed)) {
    if (file === undefined) process.stdout.write(text(compared, skipped))
    else writeWhole(file, text(compared, skipped), option)
  }
  const lacking = skipped.length > 0 && (typed.complete === true || typed.all !== true)
  return gravest([exitCodeOf(compared), ...(lacking ? [exitCodes.usage] : [])])
}

const isStored = (spec: string): boolean => spec.endsWith('.json')

/** Two files are two runs; one, or more of them, hold the wrappers that are laid side by side. */
async function compareStored(
  specs: readonly string[],
  stored: readonly string[],
  typed: TypedCompareOptions,
): Promise<ExitCode> {
  if (stored.length < specs.length || typed.all === true)
    throw new UsageError(
      'Wrappers and stored records cannot be compared in one go.',
      'Store the records of the wrappers too (--json), and name all files.',
    )
  // It alone reads records: a run need not load what validates them.
  const { compareRuns, storedWrappers } = await import('./compare-stored.ts')
  const [older, newer, ...more] = stored
  if (older !== undefined && newer !== undefined && more.length === 0)
    return compareRuns([older, newer], typed)
  refuseFiles(typed)
  return tell(storedWrappers(stored), [], typed)
}

function contendersOf(specs: readonly string[], { all }: TypedCompareOptions) {
  if (all === true && specs.length > 0)
    throw new UsageError('--all names every wrapper already.', 'Leave out --all, or the wrappers.')
  if (all === true) return knownLibraries()
  if (specs.length === 0)
    throw new UsageError(
      'Nothing to compare was named.',
      'Name wrappers, or type --all for the known libraries.',
    )
  const [twice] = specs.filter((spec, at) => specs.indexOf(spec) !== at)
  if (twice !== undefined) throw new UsageError(`${twice} is named twice.`, 'Name each wrapper once.')
  return { contenders: typedContenders(specs), skipped: [] }
}

/** One seed for all: they are to meet the same inputs. */
function planned(
  catalogue: readonly Scenario[],
  contenders: readonly Contender[],
  typed: TypedCompareOptions,
): readonly ContenderRun[] {
  const common = { ...typed, profile: typed.profile ?? 'declared', seed: String(readSeed(typed.seed)) }
  return contenders.map((contender) => {
    const [plan] = planRuns(catalogue, [contender.spec], {
      ...common,
      python: contender.python ?? typed.python,
    })
    return { ...contender, planned: { ...plan!, folder: contender.folder ?? userFolder() } }
  })
}

interface OutputFile {
  /** Undefined is standard output. */
  readonly file: string | undefined
  readonly option: string
  readonly text: (compared: readonly Compared[], skipped: readonly Skipped[]) => string
}

function filesOf(typed: Pick<TypedCompareOptions, 'json' | 'markdown' | 'html'>): readonly OutputFile[] {
  const file = (option: string, path: string | undefined, text: OutputFile['text']): OutputFile[] =>
    path === undefined ? [] : [{ file: path === '-' ? undefined : resolve(userFolder(), path), option, text }]
  return [
    ...file('--json', typed.json, (compared) => jsonOfSeveral(compared.map(({ record }) => record))),
    ...file('--markdown', typed.markdown, comparisonMarkdown),
    ...file('--html', typed.html, pageOf),
  ]
}

/** Throws UsageError where a file cannot be written, or two go to one place, before a run has cost anybody's time. */
function refuseFiles(typed: Pick<TypedCompareOptions, 'json' | 'markdown' | 'html'>): void {
  const files = filesOf(typed)
  const twice = files.find(({ file }, at) => files.findIndex((each) => each.file === file) !== at)
  if (twice)
    throw new UsageError(
      `${twice.option} names what another option names: ${twice.file ?? 'standard output'}.`,
      'Name another file.',
    )
  for (const { file, option } of files) if (file !== undefined) refuseUnwritable(file, option)
}

const pageBeside = (file: string, compared: readonly Compared[], skipped: readonly Skipped[]): string =>
  writePage(
    file,
    compared.map(({ record }) => record),
    pageOptions(compared, skipped),
  )

const pageOf: OutputFile['text'] = (compared, skipped) =>
  htmlReport(
    compared.map(({ record }) => record),
    pageOptions(compared, skipped),
  )

const pageOptions = (compared: readonly Compared[], skipped: readonly Skipped[]): HtmlOptions => ({
  title: 'Socket wrappers side by side',
  names: compared.map(({ name }) => name),
  skipped,
  findings: compared.map(
    ({ findings }) =>
      findings &&
      Object.fromEntries(Object.entries(findings).map(([id, name]) => [id, `reports/findings/${name}`])),
  ),
})
