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
  const { contenders, skipped } = contendersOf(specs, typed)
  const runs = planned(catalogue, contenders, typed)
  const atOnce = readAtOnce(typed.atOnce, availableParallelism())
  const files = filesOf(typed)
  for (const { file, option } of files) refuseUnwritable(file, option)

  const result = await compareWrappers(runs, {
    atOnce,
    quiet: typed.quiet,
    colour: typed.color,
    all: typed.all === true,
  })
  return tell(result.compared, [...skipped, ...result.skipped], typed)
}

/** Reports on what was run, or stored, to the terminal and to files. */
export function tell(
  compared: readonly Compared[],
  skipped: readonly Skipped[],
  typed: Pick<
    TypedCompareOptions,
    'all' | 'color' | 'complete' | 'json' | 'level' | 'markdown' | 'html' | 'only'
  >,
): ExitCode {
  const output = typed.json === '-' ? process.stderr : process.stdout
  const colour = wantsColour(output, typed.color)
  output.write(comparisonReport(compared, { columns: columnsOf(output), colour, skipped }))
  if (typed.json === '-') process.stdout.write(jsonOfSeveral(compared.map(({ record }) => record)))
  for (const { file, option, text } of filesOf(typed)) {
    writeWhole(file, text(compared, skipped), option)
  }
  const page = comparisonFile(typed)
  if (page !== undefined && compared.length > 0) {
    const records = compared.map(({ record }) => record)
    output.write(`\n${writePage(page, records, pageOptions(compared, skipped))}`)
  }
  const lacking = skipped.length > 0 && (typed.complete === true || typed.all !== true)
  return gravest([exitCodeOf(compared), ...(lacking ? [exitCodes.usage] : [])])
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
  readonly file: string
  readonly option: string
  readonly text: (compared: readonly Compared[], skipped: readonly Skipped[]) => string
}

function filesOf(typed: Pick<TypedCompareOptions, 'json' | 'markdown' | 'html'>): readonly OutputFile[] {
  const file = (option: string, path: string | undefined, text: OutputFile['text']): OutputFile[] =>
    path === undefined || path === '-' ? [] : [{ file: resolve(userFolder(), path), option, text }]
  return [
    ...file('--json', typed.json, (compared) => jsonOfSeveral(compared.map(({ record }) => record))),
    ...file('--markdown', typed.markdown, comparisonMarkdown),
    ...file('--html', typed.html, pageOf),
  ]
}

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
