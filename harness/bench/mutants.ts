import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { readMutants } from '../../fixtures/mutants/read.ts'
import { catalogue } from '../../suites/catalogue.ts'
import { absentRows } from '../../fixtures/mutants/rows.ts'
import type { Finding } from './mutants/finding.ts'
import { judgeMutant } from './mutants/judge-mutant.ts'
import { markdownOf, percent } from './mutants/markdown.ts'
import { type Matrix, matrixOf } from './mutants/matrix.ts'
import { catalogueHash, globToRegExp } from '../engine/plan.ts'
import { sideBySide } from '../engine/side-by-side.ts'

/**
 * `npm run mutants`: the whole catalogue over every mutant, and the kill matrix. Whatever it has found so far is
 * written after each of them, so that it can be interrupted.
 */

const command = new Command('mutants')
  .option('--only <glob...>', 'mutants by their names, such as m4*', ['*'])
  .option('--jobs <n>', 'mutants at a time', Number, 2 * availableParallelism())
  .option('--seed <n>', 'of every run', Number, 1)
  .option('--out <folder>', 'where mutants.json and mutants.md go', 'reports/out')
  .option('--resume', 'keep what mutants.json there says, where the catalogue is still the same')
  .parse()
const { only, jobs, seed, out, resume } = command.opts<{
  only: string[]
  jobs: number
  seed: number
  out: string
  resume?: true
}>()

const mutants = readMutants().filter(({ name }) => only.some((glob) => globToRegExp(glob).test(name)))
if (mutants.length === 0) command.error(`no mutant is called ${only.join(' or ')}`, { exitCode: 64 })
const folder = resolve(out)
mkdirSync(folder, { recursive: true })
const scratch = mkdtempSync(join(tmpdir(), 'wouldblock-mutants-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143))

const built = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))
const hash = catalogueHash(catalogue)
const findings: Finding[] = resume === true ? stored() : []
const left = mutants.filter(({ name }) => !findings.some((each) => each.name === name))
if (findings.length > 0) console.log(`${findings.length} are known already`)
await sideBySide(left, jobs, async (mutant) => {
  const finding = await judgeMutant(mutant, { program: [built], scratch, seed })
  findings.push(finding)
  write(matrixOf(mutants.length, findings, absentRows, hash))
  console.log(`${String(findings.length).padStart(3)}/${mutants.length} ${lineOf(finding)}`)
})
const { totals, faults } = write(matrixOf(mutants.length, findings, absentRows, hash))
console.log(
  [
    '',
    `${totals.killed} of ${totals.judged} killed (${totals.killedByMust} by a must), ${totals.survived} survived`,
    `localisation ${percent(totals.localisation)}, the first red on the list for ${totals.rootFirst}, reds for each ${totals.redsEach.median} (median) to ${totals.redsEach.most}`,
    ...faults,
    `written: ${join(out, 'mutants.json')}, ${join(out, 'mutants.md')}`,
  ].join('\n'),
)
process.exitCode = faults.length > 0 ? 1 : 0

/** Of an earlier call that was stopped; a mutant that has changed since has to be removed from it by hand. */
function stored(): Finding[] {
  try {
    const matrix = JSON.parse(readFileSync(join(folder, 'mutants.json'), 'utf8')) as Matrix
    return matrix.catalogue === hash ? [...matrix.findings] : []
  } catch {
    return []
  }
}

function write(matrix: Matrix): Matrix {
  writeFileSync(join(folder, 'mutants.json'), `${JSON.stringify(matrix, null, 2)}\n`)
  writeFileSync(join(folder, 'mutants.md'), markdownOf(matrix))
  return matrix
}

function lineOf({
  name,
  fate,
  reds,
  localisation,
  untested,
  inconclusive,
  seconds,
  because,
}: Finding): string {
  const told = reds.map(
    ({ id, cause, onList }) => `${onList ? '' : '~'}${id}${cause === 'wrong-result' ? '' : `:${cause}`}`,
  )
  const rest = [
    untested.length > 0 ? `${untested.length} untested` : '',
    inconclusive.length > 0 ? `inconclusive: ${inconclusive.join(' ')}` : '',
    because ?? '',
  ].filter((text) => text !== '')
  return [
    `${name} ${fate} (${percent(localisation)}, ${seconds.toFixed(0)} s)`,
    told.join(' '),
    rest.join('; '),
  ]
    .filter((text) => text !== '')
    .join('\n          ')
}
