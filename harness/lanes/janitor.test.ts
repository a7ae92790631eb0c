import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { eventually, isAlive } from './fixture.ts'
import { openJanitor } from './janitor.ts'
import { killGroup } from './process-group.ts'

/** A process group of two that ends on its own only after the test's time. */
async function group(): Promise<{ leader: number; member: number }> {
  const shell = spawn('/bin/sh', ['-c', 'trap "" TERM HUP; sleep 60 & echo $!; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => killGroup(shell.pid!))
  const [member] = await new Promise<[Buffer]>((resolve) => {
    shell.stdout.on('data', (chunk: Buffer) => resolve([chunk]))
  })
  return { leader: shell.pid!, member: Number(member.toString()) }
}

/** The child of this process that has a word in its command line. */
function childAbout(word: string): number | undefined {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
  return children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word))
}

describe('the janitor', () => {
  it('removes the scratch folder and the groups that are left, and those alone', async () => {
    const janitor = await openJanitor()
    expect(basename(janitor.scratch)).toMatch(/^wouldblock-/)
    writeFileSync(join(janitor.scratch, 'file'), 'x')
    const [left, also, released, never] = await Promise.all([group(), group(), group(), group()])
    for (const { leader } of [released, left, also]) janitor.register(leader)
    janitor.unregister(released.leader)
    janitor.unregister(4_000_000)
    await Promise.all([janitor.close(), janitor.close()])
    expect(existsSync(janitor.scratch)).toBe(false)
    const gone = [left.leader, left.member, also.leader, also.member]
    expect(await eventually(() => !gone.some(isAlive))).toBe(true)
    expect([released.leader, released.member, never.leader].every(isAlive)).toBe(true)
  })

  it('does so too when the harness is killed', async () => {
    const harness = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', killedHarness, join(import.meta.dirname, '/')],
      { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    onTestFinished(() => killGroup(harness.pid!))
    const [scratch = '', ...pids] = await new Promise<string[]>((resolve) => {
      createInterface({ input: harness.stdout }).on('line', (line) => resolve(line.split(' ')))
    })
    const processes = pids.map(Number)
    expect(processes).toHaveLength(2)
    expect(existsSync(scratch)).toBe(true)
    expect(processes.every(isAlive)).toBe(true)
    harness.kill('SIGKILL')
    expect(await eventually(() => !processes.some(isAlive))).toBe(true)
    expect(await eventually(() => !existsSync(scratch))).toBe(true)
  }, 20_000)

  it('is not ended by the signals that end a harness, and does not keep one alive', async () => {
    const harness = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', endingHarness, join(import.meta.dirname, '/')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    onTestFinished(() => {
      harness.kill('SIGKILL')
    })
    let output = ''
    harness.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const code = await new Promise((resolve) => {
      harness.on('close', resolve)
    })
    expect(code).toBe(0)
    expect(basename(output)).toMatch(/^wouldblock-/)
    expect(await eventually(() => !existsSync(output))).toBe(true)
  }, 20_000)

  it('that was killed itself leaves its work to the harness', async () => {
    const janitor = await openJanitor()
    const { leader } = await group()
    janitor.register(leader)
    const shell = childAbout(janitor.scratch)
    process.kill(shell!, 'SIGKILL')
    await eventually(() => !isAlive(shell!))
    janitor.register(4_000_000)
    await janitor.close()
    expect(existsSync(janitor.scratch)).toBe(false)
    expect(await eventually(() => !isAlive(leader))).toBe(true)
  })
})

/** Starts a lane with a child of its own, tells of both, and waits to be killed. */
const killedHarness = `
const [lanes] = process.argv.slice(-1)
const { openJanitor } = await import(lanes + 'janitor.ts')
const { startLane } = await import(lanes + 'process-lane.ts')
const janitor = await openJanitor()
const script = 'trap "" HUP; sleep 60 & read -r id op; echo "$id ok 0 $!"; wait'
const lane = startLane(
  { argv: ['/bin/sh', '-c', script], folder: janitor.scratch },
  { started: janitor.register, gone: janitor.unregister },
)
const outcome = await lane.call('open', []).outcome
console.log(janitor.scratch, lane.pid, outcome.words[0])
`

/** Opens a janitor, sends it what a terminal or a CI sends, and comes to its end without a goodbye. */
const endingHarness = `
import { readFileSync } from 'node:fs'
const [lanes] = process.argv.slice(-1)
const { openJanitor } = await import(lanes + 'janitor.ts')
const janitor = await openJanitor()
await new Promise((resolve) => setTimeout(resolve, 200))
const children = readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim().split(' ').map(Number)
const shell = children.find((pid) => readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes(janitor.scratch))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(shell, signal)
await new Promise((resolve) => setTimeout(resolve, 100))
process.kill(shell, 0)
process.stdout.write(janitor.scratch)
`
