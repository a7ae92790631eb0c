import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endOf, startCommand } from './spawned.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interrupt-'))
  // Its calls never end, so that whatever is left behind would be seen.
  const hanging = 'import socket, time\nclass Socket(socket.socket):\n    def recv(self, size): time.sleep(60)\n'
  writeFileSync(join(folder, 'hanging.py'), hanging)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Processes whose environment has `mark`: those of one run, whoever their parent is by now. */
const processesWith = (mark: string): string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark)
    } catch {
      return false
    }
  })

async function until(condition: () => boolean): Promise<void> {
  for (let patience = 0; patience < 500 && !condition(); patience++) await sleep(20)
}

it.runIf(process.platform === 'linux').each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'a run cut short by %s leaves no process and no file',
  async (signal) => {
    const mark = randomUUID()
    const scratch = mkdtempSync(join(folder, 'tmp-'))
    const command = startCommand(
      ['run', join(folder, 'hanging.py'), '--only', 'block.recv.waits', '--json', join(scratch, 'r.json')],
      { TMPDIR: scratch, WOULDBLOCK_TEST_MARK: mark },
    )
    const ended = endOf(command)
    // The harness, its janitor, and at least two lanes.
    await until(() => processesWith(mark).length >= 4)
    expect(processesWith(mark).length).toBeGreaterThanOrEqual(4)
    command.kill(signal)
    const { code, stdout, stderr } = await ended

    await until(() => processesWith(mark).length === 0 && ours(scratch).length === 0)
    expect(processesWith(mark)).toEqual([])
    expect(ours(scratch)).toEqual([])
    expect(stdout).toBe('')
    expect(code).toBe(signal === 'SIGKILL' ? null : 130)
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(signal === 'SIGKILL' ? / / : /^wouldblock: interrupted/)
  },
  30_000,
)

/** tsx keeps a cache of its own among the temporary files. */
const ours = (scratch: string): string[] => readdirSync(scratch).filter((name) => !name.startsWith('tsx-'))
