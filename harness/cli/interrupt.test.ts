import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endOf, startCommand } from './spawned.ts'
import { filesIn, lanesWith, processesWith, until } from './traces.ts'

const testSeconds = 30

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interrupt-'))
  // Its calls never end, so that whatever is left behind would be seen.
  const hanging =
    'import socket, time\nclass Socket(socket.socket):\n    def recv(self, size): time.sleep(60)\n'
  writeFileSync(join(folder, 'hanging.py'), hanging)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Cuts a run short while its calls are blocked, and waits for its traces to go. */
async function cutShort(signal: NodeJS.Signals) {
  const mark = randomUUID()
  const scratch = mkdtempSync(join(folder, 'tmp-'))
  const words = [
    'run',
    join(folder, 'hanging.py'),
    '--only',
    'block.recv.waits',
    '--json',
    join(scratch, 'r.json'),
  ]
  const command = startCommand(words, { environment: { TMPDIR: scratch, WOULDBLOCK_TEST_MARK: mark } })
  const ended = endOf(command)
  await until(() => lanesWith(mark).length >= 2 && filesIn(scratch).length === 1)
  const lanes = lanesWith(mark).length
  command.kill(signal)
  const said = await ended
  await until(() => processesWith(mark).length === 0 && filesIn(scratch).length === 0)
  return { ...said, lanes, left: [...processesWith(mark), ...filesIn(scratch)] }
}

describe.runIf(process.platform === 'linux')('a run that is cut short leaves no process and no file', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s, and says so',
    async (signal) => {
      const { code, stdout, stderr, lanes, left } = await cutShort(signal)
      expect(lanes).toBeGreaterThan(1)
      expect(left).toEqual([])
      expect(stdout).toBe('')
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^wouldblock: interrupted/)
      expect(code).toBe(130)
    },
    testSeconds * 1000,
  )

  it(
    'by kill -9',
    async () => {
      const { lanes, left } = await cutShort('SIGKILL')
      expect(lanes).toBeGreaterThan(1)
      expect(left).toEqual([])
    },
    testSeconds * 1000,
  )
})
