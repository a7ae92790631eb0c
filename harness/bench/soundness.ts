import { mkdirSync, writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { catalogue } from '../../suites/catalogue.ts'
import { defaultLanes, defaultPython } from '../engine/defaults.ts'
import { selectsAll } from '../engine/plan.ts'
import { run } from '../engine/run.ts'
import type { BehaviourResult, Record } from '../record/schema.ts'
import { burden } from './load.ts'

/**
 * `npm run soundness -- --runs N --load K`: full runs over correct wrappers, beside K busy processes on every core, and
 * the count of verdicts that were not `pass`. Whatever fails here is a bug of a check.
 */

const command = new Command('soundness')
  .argument('[wrapper...]', 'correct wrappers', ['fixtures/wrappers/posix.ts', 'python:socket#socket'])
  .option('--runs <n>', 'full runs over each wrapper', Number, 30)
  .option('--load <k>', 'busy processes on every core', Number, 0)
  .option('--json <file>', 'where the figures go', 'reports/out/soundness.json')
  .parse()
const { runs, load, json } = command.opts<{ runs: number; load: number; json: string }>()
const wrappers = command.processedArgs[0] as string[]

const lift = burden(load)
const tally = { verdicts: 0, pass: 0, fail: 0, untested: 0, inconclusive: 0, unsupported: 0 }
const lateness: { [kind: string]: number[] } = {}
const oddities: object[] = []
for (let round = 1; round <= runs; round++) {
  for (const spec of wrappers) count(await oneRun(spec), round)
}
lift()
const figures = { runs, load, wrappers, ...tally, latenessMillis: distributions(), oddities }
mkdirSync(new URL('../../reports/out/', import.meta.url), { recursive: true })
writeFileSync(json, JSON.stringify(figures, null, 2))
console.log(JSON.stringify({ ...figures, oddities: oddities.length }, null, 2))
process.exitCode = tally.fail + tally.untested > 0 ? 1 : 0

async function oneRun(spec: string): Promise<Record> {
  const result = await run({
    spec,
    catalogue,
    selection: selectsAll,
    profile: 'page',
    python: defaultPython,
    lanes: defaultLanes,
    seed: Math.floor(Math.random() * 2 ** 31),
    folder: process.cwd(),
    progress: { planned() {}, trialStarted() {}, trialEnded() {}, decided() {} },
  })
  if (result.kind === 'refused') throw new Error(`${result.refusal.what} ${result.refusal.next}`)
  return result.record
}

function count({ wrapper, behaviours, totals, environment, seed }: Record, round: number): void {
  tally.verdicts += totals.planned
  // A note says which way a wrapper takes; neither is wrong.
  const odd = behaviours.filter(({ verdict, level }) => verdict !== 'pass' && level !== 'note')
  for (const { verdict } of odd) if (verdict !== 'pass') tally[verdict]++
  tally.pass += totals.planned - odd.length
  for (const behaviour of behaviours) measure(behaviour)
  for (const result of odd) oddities.push({ spec: wrapper.spec, seed, ...result })
  const seconds = environment.seconds.toFixed(1)
  const said = odd.map(({ id, verdict, happened }) => `${verdict} ${id}: ${happened}`)
  console.log([`${round} ${wrapper.spec} ${seconds} s`, ...said].join('\n  '))
}

/** How late waits and wake-ups came, and how long immediate answers took, in milliseconds. */
function measure({ samples }: BehaviourResult): void {
  for (const { kind, timeoutSeconds, insideMicros, outsideMicros } of samples) {
    const micros = kind === 'wake-up' ? outsideMicros : insideMicros
    if (micros === undefined) continue
    ;(lateness[kind] ??= []).push((micros - (timeoutSeconds ?? 0) * 1e6) / 1000)
  }
}

function distributions(): object {
  return Object.fromEntries(
    Object.entries(lateness).map(([kind, values]) => {
      const sorted = values.toSorted((a, b) => a - b)
      const at = (share: number): number | undefined =>
        sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
      return [
        kind,
        { count: sorted.length, min: at(0), median: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) },
      ]
    }),
  )
}
