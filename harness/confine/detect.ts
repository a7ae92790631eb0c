import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { type Tier, tiers } from '../grade/grade.ts'
import { helloMillis } from '../clock.ts'
import { confinementOf } from './confine.ts'
import type { Cell } from './confinement.ts'
import { aroundExaminer } from './examiner.ts'

/** Whether submissions can be held in this way here. */
export interface FoundTier {
  readonly tier: Tier
  /** In one line; null where they can. */
  readonly whyNot: string | null
  /** The Debian package that would mend that; null where nothing is missing, or no package is. */
  readonly lacks: string | null
}

type Complaint = Omit<FoundTier, 'tier'>

/** It starts nothing that could be in anybody's way. */
const uid = 60_999

/** Tries each tier, the one that holds least first, in `room`, an absolute path; takes a quarter of a second. */
export const detect = (room: string): readonly FoundTier[] =>
  tiers.map((tier) => ({ tier, ...tried(tier, room) }))

/** The tier that holds most; undefined where not even the first is to be had. */
export const bestOf = (found: readonly FoundTier[]): Tier | undefined =>
  found.findLast((each) => each.whyNot === null)?.tier

function tried(tier: Tier, room: string): Complaint {
  if (process.platform !== 'linux') return { whyNot: 'submissions can be held on Linux only', lacks: null }
  if (tier === 'user' && getuid?.() !== 0)
    return { whyNot: 'only root can start processes of another user', lacks: null }
  const folder = mkdtempSync(join(room, 'detect-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'submission'))
  try {
    return complaint(tier, trial(tier, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Node, since it is what every submission needs at least; the sandbox inside the sandbox, as in an examination. */
function trial(tier: Tier, folder: string): ReturnType<typeof spawnSync> {
  const limits = { seconds: 60, memoryMiB: 512, diskMiB: 16, processes: 64 }
  const cell: Cell = {
    tier,
    submission: join(folder, 'submission'),
    scratch: join(folder, 'cell'),
    hidden: [],
    limits,
    ...(getuid?.() === 0 ? { uid } : {}),
  }
  const node: [string, ...string[]] = [process.execPath, '--eval', '0']
  const lane = confinementOf(cell).lane({ argv: node, folder: cell.submission })
  const { argv, environment } = aroundExaminer(cell, lane.argv)
  const [program, ...words] = argv
  return spawnSync(program, words, {
    cwd: '/',
    env: { ...environment, ...lane.environment },
    encoding: 'utf8',
    timeout: helloMillis,
    killSignal: 'SIGKILL',
  })
}

const packages: { readonly [program: string]: string } = { bwrap: 'bubblewrap' }

function complaint(tier: Tier, { status, error, stderr }: ReturnType<typeof spawnSync>): Complaint {
  if (status === 0) return { whyNot: null, lacks: null }
  const { code, path = tier } = (error ?? {}) as NodeJS.ErrnoException
  if (code === 'ENOENT') {
    const lacks = packages[path] ?? 'util-linux'
    return { whyNot: `there is no ${path} here (on Debian: apt-get install ${lacks})`, lacks }
  }
  const said =
    String(stderr ?? '')
      .trim()
      .split('\n')
      .at(-1) ?? ''
  const whyNot = said === '' ? 'a process that is held in this way does not start' : said.slice(0, 200)
  return { whyNot, lacks: null }
}
