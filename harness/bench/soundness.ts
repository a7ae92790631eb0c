import { mkdirSync, writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { type CorrectWrapper, correctWrappers } from '../../fixtures/wrappers/correct.ts'
import { catalogue } from '../../suites/catalogue.ts'
import { nowMicros } from '../clock.ts'
import { defaultPython } from '../engine/defaults.ts'
import { selectsAll } from '../engine/plan.ts'
import { run } from '../engine/run.ts'
import { sideBySide } from '../engine/side-by-side.ts'
import type { BehaviourResult, Record } from '../record/schema.ts'
import { burden } from './load.ts'

/**
 * `npm run soundness -- --runs N --load K`: full runs over correct wrappers, beside K busy processes on every core, and
 * the count of verdicts that were not `pass`. Whatever fails here is a bug of a check.
 */

const command = new Command('soundness')
  .argument('[wrapper...]', 'correct wrappers; default: all that the project has')
  .option('--runs <n>', 'full runs over each wrapper', Number, 30)
  .option('--minutes <n>', 'begins no further run after this long', Number, Infinity)
  .option('--load <k>', 'busy processes on every core', Number, 0)
  .option('--abreast <n>', 'runs side by side, which are load to each other', Number, 1)
  .option('--json <file>', 'where the figures go', 'reports/out/soundness.json')
  .parse()
const { runs, load, abreast, minutes, json } = command.opts<{
  runs: number
  load: number
  abreast: number
  minutes: number
  json: string
}>()
const named = command.processedArgs[0] as string[]
const wrappers: readonly CorrectWrapper[] =
  named.length > 0
    ? named.map((spec) => correctWrappers.find((each) => each.spec.endsWith(spec)) ?? { spec })
    : correctWrappers
const endsAt = nowMicros() + minutes * 60e6

const lift = burden(load)
const tally = { verdicts: 0, pass: 0, fail: 0, untested: 0, inconclusive: 0, unsupported: 0 }
const lateness: { [kind: string]: number[] } = {}
const oddities: object[] = []
mkdirSync(new URL('../../reports/out/', import.meta.url), { recursive: true })
let made = 0
const planned = Array.from({ length: runs }, (_, at) =>
  wrappers.map((wrapper) => ({ wrapper, round: at + 1 })),
)
await sideBySide(planned.flat(), abreast, async ({ wrapper, round }) => {
  if (nowMicros() > endsAt) return
  count(await oneRun(wrapper), round)
  made++
  // Whenever it is stopped, what it has found is there.
  writeFileSync(json, JSON.stringify(figures(), null, 2))
})
lift()
console.log(JSON.stringify({ ...figures(), oddities: oddities.length }, null, 2))
process.exitCode = tally.fail + tally.untested > 0 ? 1 : 0

function figures(): object {
  const specs = wrappers.map(({ spec }) => spec)
  return { runs: made, load, abreast, wrappers: specs, ...tally, latenessMillis: distributions(), oddities }
}

async function oneRun({ spec, lacks = {} }: CorrectWrapper): Promise<Record> {
  const result = await run({
    spec,
    catalogue,
    selection: { ...selectsAll, except: Object.keys(lacks) },
    profile: 'page',
    python: defaultPython,
    seed: Math.floor(Math.random() * 2 ** 31),
    folder: process.cwd(),
    progress: { planned() {}, trialStarted() {}, trialEnded() {}, decided() {} },
  })
  if (result.kind === 'refused') throw new Error(`${result.refusal.what} ${result.refusal.next}`)
  return result.record
}

function count({ wrapper, behaviours, totals, environment, seed }: Record, round: number): void {
  // What a wrapper does not offer is no verdict on it.
  tally.verdicts += totals.planned - totals.unsupported
  tally.unsupported += totals.unsupported
  // A note says which way a wrapper takes; neither is wrong.
  const odd = behaviours.filter(
    ({ verdict, level }) => verdict !== 'pass' && verdict !== 'unsupported' && level !== 'note',
  )
  for (const { verdict } of odd) tally[verdict]++
  tally.pass += totals.planned - totals.unsupported - odd.length
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
