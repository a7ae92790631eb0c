import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nowMicros } from '../clock.ts'
import type { Record } from '../record/schema.ts'
import { childrenCpuSeconds } from './children-cpu.ts'
import { type Look, lookAt } from './processes.ts'

/** `npm run bench`: what one full run costs, on the bundled wrapper and on Python's socket. Not a test. */

const specs =
  process.argv.length > 2 ? process.argv.slice(2) : ['fixtures/wrappers/posix.ts', 'python:socket#socket']

/** The scenarios that wait longest, which are the first to look at where a run takes too long. */
const mostScenarios = 8

/** Memory and the share of each process are sampled; CPU in all is the kernel's own account. */
const samplingMillis = 100

for (const spec of specs) console.log(await measure(spec))

async function measure(spec: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'wouldblock-bench-'))
  const file = join(folder, 'record.json')
  const before = childrenCpuSeconds()
  const startedAt = nowMicros()
  const main = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url))
  const child = spawn(process.execPath, [main, 'run', spec, '--json', file, '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peakBytes = 0
  const cpu = new Map<number, { name: string; seconds: number }>()
  const sampler = setInterval(() => {
    const look: Look = lookAt(child.pid ?? 0)
    peakBytes = Math.max(peakBytes, look.memoryBytes)
    for (const [pid, each] of look.cpu) cpu.set(pid, each)
  }, samplingMillis)
  const exitCode = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  clearInterval(sampler)
  const wall = (nowMicros() - startedAt) / 1e6
  const spent = childrenCpuSeconds() - before
  const record = JSON.parse(readFileSync(file, 'utf8')) as Record
  rmSync(folder, { recursive: true })
  return report(spec, exitCode, wall, spent, peakBytes, child.pid ?? 0, cpu, record)
}

function report(
  spec: string,
  exitCode: number | null,
  wall: number,
  spent: number,
  peakBytes: number,
  harness: number,
  cpu: ReadonlyMap<number, { name: string; seconds: number }>,
  { totals, effort, environment }: Record,
): string {
  const own = cpu.get(harness)?.seconds ?? 0
  const lanes = [...cpu].filter(([pid]) => pid !== harness)
  const seconds = (value: number): string => `${value.toFixed(2)} s`
  return [
    spec,
    `  verdicts       ${totals.pass} of ${totals.planned} pass, exit code ${exitCode}`,
    `  wall           ${seconds(wall)}, of it ${seconds(wall - environment.seconds)} to start and end the program`,
    `  waits          ${seconds(effort.trialSeconds)} in ${effort.trials} trials: ${(effort.trialSeconds / wall).toFixed(0)} at a time`,
    ...effort.scenarios
      .slice(0, mostScenarios)
      .map(
        (each, index) =>
          `  ${index === 0 ? 'of them' : '       '}        ${seconds(each.seconds)} ${each.id} (${each.trials} trials${each.repeats === 0 ? '' : `, ${each.repeats} repeats`})`,
      ),
    `  longest chain  ${effort.longest ? `${seconds(effort.longest.seconds)} (${effort.longest.id})` : '-'}`,
    `  CPU            ${seconds(spent)}: harness ${seconds(own)}, ${lanes.length} other processes ${seconds(spent - own)}`,
    `  peak memory    ${(peakBytes / 2 ** 20).toFixed(0)} MiB in all processes`,
  ].join('\n')
}
