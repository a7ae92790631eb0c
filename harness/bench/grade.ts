import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { nowMicros } from '../clock.ts'
import { templateOf } from '../grade/assignment/template.ts'
import type { Class } from '../grade/grade.ts'
import { childrenCpuSeconds } from './children-cpu.ts'

/**
 * `npm run bench:grade`: how many submissions a minute this machine grades, and what one costs in a class of ten and in one
 * of hundreds. Not a test. The first figure is for the assignment that `assignment init` writes; the others, which are about
 * the grader and not about the catalogue, are for a few short behaviours.
 */

const { sizes, rate, ...passed } = new Command('bench:grade')
  .option('--rate <n>', 'submissions of correct wrappers, for the rate', Number, 30)
  .option('--sizes <list>', 'sizes of classes, for the cost of one', '10,50,100,500')
  .option('--sandbox <tier>', 'as of grade; what runs in bwrap is not in the CPU time', 'plain')
  .option('--at-once <n>', 'as of grade')
  .option('--lanes <n>', 'as of grade')
  .parse()
  .opts<{ rate: number; sizes: string; sandbox: string; atOnce?: string; lanes?: string }>()

/** Memory is sampled; the kernel keeps the most there ever was. */
const samplingMillis = 200

const root = fileURLToPath(new URL('../../', import.meta.url))
const correct = ['select_based.py', 'polling.py', 'rcvtimeo.py', 'read_ahead.py']
const head = "wouldblock: 1\ntitle: Bench\nwrapper: { file: ['*.py'] }\nseeds: { visible: 1, hidden: 2 }\n"
const whole = templateOf({ visible: 1, hidden: 2 })
const quick = whole.replace('quick: false', 'quick: true')
const few = `${head}points:\n  - { title: Few, behaviours: ['mode.default-blocking', 'nb.recv.would-block', 'mode.timeout-roundtrip'], points: 100 }\n`

const passedOn = Object.entries({
  '--sandbox': passed.sandbox,
  '--at-once': passed.atOnce,
  '--lanes': passed.lanes,
}).flatMap(([option, value]) => (value === undefined ? [] : [option, value]))
const room = mkdtempSync(join(tmpdir(), 'wouldblock-bench-grade-'))
try {
  for (const [name, assignment] of rate > 0 ? Object.entries({ whole, quick }) : []) {
    const { seconds, cpuSeconds, wrong, peakMiB } = await measure(rate, assignment)
    const perMinute = (rate / seconds) * 60
    console.log(
      `${name.padEnd(14)} ${rate} correct submissions in ${seconds.toFixed(1)} s: ${perMinute.toFixed(1)} a minute, ` +
        `${(cpuSeconds / rate).toFixed(2)} s of CPU each; not full marks: ${wrong}; grader ${peakMiB.toFixed(0)} MiB at most`,
    )
    if (wrong > 0) process.exitCode = 1
  }
  let first: number | undefined
  for (const size of sizes.split(',').filter(Boolean).map(Number)) {
    const { seconds, cpuSeconds, wrong, peakMiB } = await measure(size, few)
    const each = cpuSeconds / size
    first ??= each
    console.log(
      `class of ${String(size).padStart(5)} ${(seconds / size).toFixed(2)} s and ${each.toFixed(3)} s of CPU each ` +
        `(${percent(each / first - 1)}); not full marks: ${wrong}; grader ${peakMiB.toFixed(0)} MiB at most`,
    )
  }
} finally {
  rmSync(room, { recursive: true })
}

async function measure(size: number, assignment: string) {
  const folder = join(room, `class-${size}`)
  mkdirSync(folder)
  for (let at = 0; at < size; at++) {
    const wrapper = correct[at % correct.length] ?? ''
    cpSync(
      join(root, 'fixtures/wrappers', wrapper),
      join(folder, `student-${String(at).padStart(4, '0')}${extname(wrapper)}`),
    )
  }
  const file = join(room, 'assignment.yaml')
  writeFileSync(file, assignment)
  const out = join(room, `out-${size}`)
  const before = childrenCpuSeconds()
  const startedAt = nowMicros()
  const words = ['grade', folder, '--assignment', file, '--out', out, '--quiet']
  const child = spawn(process.execPath, [join(root, 'dist/cli.mjs'), ...words, ...passedOn], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peakMiB = 0
  const sampler = setInterval(() => {
    peakMiB = Math.max(peakMiB, highWaterMiB(child.pid ?? 0))
  }, samplingMillis)
  await new Promise((resolve) => child.on('exit', resolve))
  clearInterval(sampler)
  const seconds = (nowMicros() - startedAt) / 1e6
  const cpuSeconds = childrenCpuSeconds() - before
  const { grades } = JSON.parse(readFileSync(join(out, 'class.json'), 'utf8')) as Class
  const wrong = size - grades.filter(({ points, of }) => points === of).length
  for (const each of [folder, out]) rmSync(each, { recursive: true })
  if (readdirSync(room).length > 1) throw new Error('something was left behind')
  return { seconds, cpuSeconds, wrong, peakMiB }
}

function highWaterMiB(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

function percent(change: number): string {
  return `${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)} %`
}
