import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { expect, it } from 'vitest'
import { eventually, isAlive, temporaryFolder } from '../lanes/fixture.ts'
import type { Cell } from './confinement.ts'
import { endCell } from './end-cell.ts'
import { leaseUser } from './lease-user.ts'
import { threadsOf } from './threads.ts'
import { becoming } from './user.ts'

const cellOf = (uid: number): Cell => ({
  tier: 'user',
  submission: '/',
  scratch: '/',
  hidden: [],
  limits: { seconds: 1, memoryMiB: 1, diskMiB: 1, processes: 1 },
  uid,
})
const asUser = (uid: number, script: string): [string, string[]] => [
  'setpriv',
  [...becoming(uid).slice(1), '--', '/bin/sh', '-c', script],
]
const isRoot = process.platform === 'linux' && getuid?.() === 0

it.runIf(isRoot)(
  'ends all that runs as the user of a cell, and removes what is his, and nothing else',
  async () => {
    const { uid, release } = await leaseUser()
    const mark = join('/tmp', `wouldblock-left-${process.pid}`)
    const left = spawn(...asUser(uid, `mkdir -p ${mark}/deep && setsid sleep 30 & setsid sleep 30`))
    const other = spawn('sleep', ['30'])
    expect(await eventually(() => existsSync(mark))).toBe(true)
    await endCell(cellOf(uid))
    expect(await eventually(() => !isAlive(left.pid ?? 0))).toBe(true)
    expect(await eventually(() => threadsOf(uid) === 0)).toBe(true)
    expect(existsSync(mark)).toBe(false)
    expect(isAlive(other.pid ?? 0)).toBe(true)
    other.kill('SIGKILL')
    release()
  },
)

it.runIf(isRoot)('does nothing for a user who may be somebody', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'kept'))
  await endCell(cellOf(0))
  expect(existsSync(folder)).toBe(true)
})
