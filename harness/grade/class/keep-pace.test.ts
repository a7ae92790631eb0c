import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { sleep } from '../../clock.ts'

// A quota of the processor that is used up, or a machine under this one that is busy, does just that. Busy processes do
// it to examinations, but not to a control alone: a kernel that is fair lets whoever sleeps for most of the time go first.
it.skipIf(process.platform === 'win32')(
  'one fewer runs at a time while all are stopped again and again, and one more when they are left alone',
  async () => {
    const { grader, running } = startGrader()
    await running(2)
    const isSlower = running(1)
    await stopAgainAndAgain(grader, isSlower)
    await running(2)
    expect(grader.exitCode ?? grader.signalCode).toBeNull()
  },
  60_000,
)

/** Has two places for work without an end. What it answers resolves once so many are at work. */
function startGrader(): { grader: ChildProcess; running: (count: number) => Promise<void> } {
  const grader = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program, join(import.meta.dirname, '/')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void grader.kill('SIGKILL'))
  const lines = createInterface({ input: grader.stdout })
  return { grader, running: (count) => untilLine(lines, String(count)) }
}

const untilLine = (lines: Interface, awaited: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (line: string): void => {
      if (line !== awaited) return
      lines.off('line', look)
      resolve()
    }
    lines.on('line', look)
    lines.once('close', () => reject(new Error(`it ended before it said ${awaited}`)))
  })

const stoppedMillis = 60
const freeMillis = 20

async function stopAgainAndAgain(child: ChildProcess, end: Promise<void>): Promise<void> {
  const over = end.then(() => 'over' as const)
  const isOver = async (): Promise<boolean> => (await Promise.race([over, sleep(freeMillis)])) === 'over'
  do {
    child.kill('SIGSTOP')
    await sleep(stoppedMillis)
    child.kill('SIGCONT')
  } while (!(await isOver()))
}

const program = `
import { setPriority } from 'node:os'
const { Places } = await import(process.argv[1] + 'places.ts')
const { keepPace } = await import(process.argv[1] + 'keep-pace.ts')
// Whoever started it is gone.
process.stdin.on('end', () => process.exit()).resume()
// Who may do so is not kept waiting by what else the machine does: nobody but the test is to hold it up.
try { setPriority(-20) } catch {}
const bounds = { least: 1, most: 2 }
const places = new Places(bounds.most)
let running = 0
async function work() {
  running += 1
  await new Promise((resolve) => setTimeout(resolve, 10))
  running -= 1
}
for (let each = 0; each < 2 * bounds.most; each += 1)
  void (async () => { for (;;) await places.take(work) })()
keepPace(places, bounds)
setInterval(() => console.log(running), 20)
`
