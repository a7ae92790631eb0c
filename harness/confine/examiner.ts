import { mkdirSync } from 'node:fs'
import { getuid } from 'node:process'
import { packageRoot } from '../cli/package-root.ts'
import { hasDeathSignal } from '../lanes/death-signal.ts'
import type { Cell } from './confinement.ts'
import { covers, userNamespace } from './bwrap.ts'
import { scrubbed } from './environment.ts'
import { layoutOf, layOut } from './layout.ts'
import { diskBytes } from './limits.ts'
import { isIn } from './paths.ts'

/** How the grader starts the examiner of one submission. */
export interface ExaminerCommand {
  readonly argv: readonly [string, ...string[]]
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>
}

/**
 * What the examiner's command becomes, with the folders in the cell's scratch made ready. `argv` begins with an absolute
 * path, or with a program on the PATH; standard input, output and error and what is inherited beyond reach the examiner as they are.
 * What is started is to be killed with SIGKILL: a sandbox dies with it, and all that is in it. Where the grader is killed it
 * dies, too, or gets a SIGTERM, so that it can end what would outlive it. Throws what the file system throws.
 */
export function aroundExaminer(cell: Cell, argv: readonly [string, ...string[]]): ExaminerCommand {
  const { examiner } = layoutOf(cell)
  const environment = { ...scrubbed(examiner, examiner), XDG_CACHE_HOME: `${examiner}/cache` }
  if (cell.tier !== 'bwrap') {
    layOut(cell)
    return { argv: hasDeathSignal() ? [...dyingSoftly, ...argv] : argv, environment }
  }
  // Where the folder in memory is to be.
  mkdirSync(cell.scratch, { recursive: true })
  return { argv: [...sandbox(cell), '--', ...argv], environment }
}

const dyingSoftly = ['setpriv', '--pdeathsig', 'TERM', '--'] as const

/** For what is bundled or compiled, and for what the harness itself needs. */
const examinersBytes = 256 * 1024 * 1024

/** Addresses of sockets, and a certificate. */
const meetingBytes = 4 * 1024 * 1024

/** Of root's rights, those that build the inner sandbox, put another user in it, and look after and kill what he runs. */
const rights = [
  'SYS_ADMIN',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SETUID',
  'SETGID',
  'SETPCAP',
  'KILL',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'CHOWN',
  'FOWNER',
]

/** The machine read-only, a network of its own with nothing but loopback, and folders in memory where the scratch is. */
function sandbox(cell: Cell): [string, ...string[]] {
  const { examiner, meeting } = layoutOf(cell)
  const bytes = String(diskBytes(cell.limits) + examinersBytes)
  const needed = [packageRoot, process.execPath]
  const words = [
    userNamespace(),
    ['--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ['--die-with-parent', '--new-session'],
    ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    covers(cell.hidden),
    needed
      .filter((path) => cell.hidden.some((folder) => isIn(folder, path)))
      .flatMap((path) => ['--ro-bind', path, path]),
    ['--perms', '0711', '--size', bytes, '--tmpfs', cell.scratch, '--perms', '0711', '--dir', examiner],
    ['--perms', '1777', '--size', String(meetingBytes), '--tmpfs', meeting],
    ['--ro-bind', cell.submission, cell.submission],
    getuid?.() === 0
      ? ['--cap-drop', 'ALL', ...rights.flatMap((right) => ['--cap-add', `CAP_${right}`])]
      : [],
    ['--chdir', '/'],
  ]
  return ['bwrap', ...words.flat()]
}
