import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { inEachTier } from '../../fixtures/tiers.ts'
import type { Tier } from '../grade/grade.ts'
import { crowdSize } from '../lanes/crowd.ts'
import { openLane } from '../lanes/door.ts'
import { adapter, temporaryFolder } from '../lanes/fixture.ts'
import type { Lane } from '../lanes/lane.ts'
import { startLane } from '../lanes/process-lane.ts'
import { confinementOf } from './confine.ts'
import type { Cell } from './confinement.ts'
import { layOut } from './layout.ts'

const uid = 62_901
const limits = { seconds: 60, memoryMiB: 256, diskMiB: 1, processes: 64 }

function cellOf(tier: Tier): Cell {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  const submission = join(folder, 'submission')
  mkdirSync(submission)
  const cell = { tier, submission, scratch: join(folder, 'cell'), hidden: [], limits }
  return getuid?.() === 0 && tier !== 'plain' ? { ...cell, uid } : cell
}

/** A lane whose operation `tell` runs a line of shell, its output being the reply's words. */
async function laneIn(tier: Tier, tell: string, crowd = 0): Promise<Lane> {
  const cell = cellOf(tier)
  layOut(cell)
  const script = adapter(`echo "$id ok 0 $({ ${tell}; } | tr '\\n' ' ' | sed 's/ $//')"`)
  const command = confinementOf(cell).lane({
    argv: ['/bin/sh', '-c', script],
    folder: cell.submission,
    crowd,
  })
  const opened = await openLane(() => startLane(command))
  if (opened.kind === 'refused') throw new Error(opened.refusal.what)
  onTestFinished(() => opened.lane.close())
  return opened.lane
}

async function told(lane: Lane): Promise<readonly string[]> {
  const call = lane.call('sockname', ['1'])
  call.arm(5_000)
  const outcome = await call.outcome
  return outcome.kind === 'reply' ? outcome.words : [outcome.kind]
}

inEachTier((tier) => {
  it('passes on nothing of the environment but what it names, and limits what a process uses', async () => {
    process.env['WOULDBLOCK_SECRET'] = 'seen'
    onTestFinished(() => {
      delete process.env['WOULDBLOCK_SECRET']
    })
    const lane = await laneIn(
      tier,
      'echo "${WOULDBLOCK_SECRET:-unseen}"; [ -w "$HOME" ] && [ -w "$TMPDIR" ] && echo home; ulimit -d; ulimit -c; id -u',
    )
    const [secret, home, data, core, user] = await told(lane)
    expect([secret, home, data, core]).toEqual(['unseen', 'home', String(256 * 1024), '0'])
    expect(Number(user)).toBe(tier === 'plain' || getuid?.() !== 0 ? getuid?.() : uid)
  })

  it('shows the adapter itself to whoever looks into /proc, with its crowd', async () => {
    const lane = await laneIn(tier, 'true', crowdSize)
    expect(readFileSync(`/proc/${lane.pid}/cmdline`, 'latin1')).toMatch(/^\/bin\/sh\0-c\0\nwhile read/)
    expect(readdirSync(`/proc/${lane.pid}/fd`).length).toBeGreaterThan(crowdSize)
  })

  it('names the signal that ended it, and leaves nothing when it is closed', async () => {
    const lane = await laneIn(tier, 'sleep 300 & sleep 300')
    const { pid } = lane
    process.kill(pid ?? 0, 'SIGTERM')
    const call = lane.call('sockname', ['1'])
    call.arm(5_000)
    expect(await call.outcome).toMatchObject({ kind: 'crash', signal: 'SIGTERM' })
    await lane.close()
  })
})
