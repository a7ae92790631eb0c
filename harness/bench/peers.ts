import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { readMutants } from '../../fixtures/mutants/read.ts'
import { defaultPython } from '../engine/defaults.ts'
import { globToRegExp, selectsAll } from '../engine/plan.ts'
import { run } from '../engine/run.ts'
import { catalogue } from '../../suites/catalogue.ts'
import { judgeMutant } from './mutants/judge-mutant.ts'
import { type Comparison, comparisonPage, type Duel, duelOf } from './peers/comparison.ts'
import { runCPython } from './peers/cpython.ts'
import { sideBySide } from '../engine/side-by-side.ts'

/**
 * `npm run peers`: CPython's own tests of timeouts and blocking beside wouldblock, on Python's socket and on the mutants
 * that are a socket.socket. Says so, and ends well, where there is no python3 or it has no tests.
 */

const command = new Command('peers')
  .option('--mutants <glob...>', 'mutants by their names, such as m4*; none for no mutants', ['*'])
  .option('--jobs <n>', 'mutants at a time', Number, 2)
  .option('--deadline <seconds>', 'for CPython’s tests on one mutant; all of them take 36 s', Number, 120)
  .option('--python <program>', 'the interpreter', defaultPython)
  .option('--out <folder>', 'where peers.json and peers.md go', 'reports/out')
  .parse()
interface Typed {
  mutants: string[]
  jobs: number
  deadline: number
  python: string
  out: string
}
const { mutants: globs, jobs, deadline: deadlineSeconds, python, out } = command.opts<Typed>()
const folder = resolve(out)
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

console.log('CPython’s tests on its own socket …')
const cpython = await runCPython({ python, deadlineSeconds })
if (cpython.end === 'absent') {
  console.log(
    `${python} is not installed here, or without its package test: there is nothing to compare with.`,
  )
} else await compare()

async function compare(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  console.log('wouldblock on the same …')
  const ours = await run({
    spec: 'python:socket#socket',
    catalogue,
    selection: selectsAll,
    python,
    seed: 1,
    folder,
    progress: { planned() {}, trialStarted() {}, trialEnded() {}, decided() {} },
  })
  if (ours.kind === 'refused') throw new Error(ours.refusal.what)
  const wrapper: Comparison['wrapper'] = {
    ours: {
      judged: ours.record.totals.planned - ours.record.totals.unsupported,
      seconds: ours.record.environment.seconds,
    },
    cpython: { judged: cpython.passed.length + cpython.failed.length, seconds: cpython.seconds },
  }
  const duels: Duel[] = []
  const write = (): string => {
    const page = comparisonPage({ wrapper, duels: duels.toSorted((a, b) => (a.name < b.name ? -1 : 1)) })
    writeFileSync(join(folder, 'peers.json'), `${JSON.stringify({ wrapper, duels }, null, 2)}\n`)
    writeFileSync(join(folder, 'peers.md'), page)
    return page
  }
  const mutants = readMutants().filter(
    ({ name, file }) => globs.some((glob) => globToRegExp(glob).test(name)) && isSubclass(file),
  )
  // What fails with a class that changes nothing says nothing of a mutant.
  const plain =
    mutants.length === 0
      ? undefined
      : await runCPython({ python, file: beside('peers/plain.py'), deadlineSeconds })
  const without = plain?.failed ?? []
  const scratch = mkdtempSync(join(tmpdir(), 'wouldblock-peers-'))
  const program = [beside('../../dist/cli.mjs')]
  await sideBySide(mutants, jobs, async (mutant) => {
    const theirs = await runCPython({ python, file: mutant.file, without, stop: true, deadlineSeconds })
    if (theirs.end === 'unfit') return
    const duel = duelOf(await judgeMutant(mutant, { program, scratch, seed: 1 }), theirs)
    duels.push(duel)
    write()
    console.log(
      `${duel.name}: ${duel.ours} by ${duel.oursBy ?? '-'}; CPython: ${duel.cpython} ${duel.cpythonBy ?? ''}`,
    )
  }).finally(() => rmSync(scratch, { recursive: true }))
  console.log(`\n${write()}\nwritten: ${join(out, 'peers.json')}, ${join(out, 'peers.md')}`)
}

/** By its source: what cannot be told that way is found out by the interpreter. */
function isSubclass(file: string): boolean {
  return file.endsWith('.py') && /^class Socket\(.*socket\.socket\b/m.test(readFileSync(file, 'utf8'))
}
