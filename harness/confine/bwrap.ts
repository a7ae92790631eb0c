import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { getuid } from 'node:process'
import { canRun } from '../adapters/tool.ts'
import { packageRoot } from '../cli/package-root.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import type { Cell, Confinement } from './confinement.ts'
import { scrubbed } from './environment.ts'
import { layoutOf } from './layout.ts'
import { diskBytes, leastProcesses, limitWords } from './limits.ts'
import { openOwn } from './open-own.ts'
import { foldersAbove, isIn, isSystem, namedBy, programPaths, systemWords } from './paths.ts'
import { quiet } from './plain.ts'
import { becoming } from './user.ts'

/** Root builds sandboxes without a namespace of users: in one, the inner sandbox may not mount a /proc of its own. */
export const userNamespace = (): string[] => (getuid?.() === 0 ? [] : ['--unshare-user'])

/** Somebody has to be it; in a process namespace of its own it can signal nobody else's. */
const nobody = 65_534

/** In a namespace of users limits count by the lane. */
const leastProcessesOfLane = 256

/**
 * The submission sees the system's programs, itself, and nothing else; it can write to a home and a temporary folder in
 * memory. What it is started with is shown file by file.
 */
export function bwrap(cell: Cell): Confinement {
  const { examiner, meeting } = layoutOf(cell)
  const asRoot = getuid?.() === 0
  const disk = String(diskBytes(cell.limits))
  const personal = [homedir(), packageRoot, cell.scratch, ...cell.hidden]
  const covered = [packageRoot, ...cell.hidden].filter(isSystem)
  const before = [
    'bwrap',
    userNamespace(),
    ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--die-with-parent'],
    systemWords(),
    covers(covered),
    ['--dev', '/dev', '--proc', '/proc'],
    ['--perms', '1777', '--size', disk, '--tmpfs', '/dev/shm'],
    ['--perms', '1777', '--size', disk, '--tmpfs', '/tmp', '--perms', '0777', '--dir', '/tmp/home'],
  ].flat()
  const after = [
    ['--ro-bind', cell.submission, cell.submission],
    ['--bind', meeting, meeting],
    // As another user's, or in a namespace of users, they could be written to without a bound.
    ['--remount-ro', '/dev', '--remount-ro', '/'],
  ].flat()
  const processes = Math.max(cell.limits.processes, asRoot ? leastProcesses : leastProcessesOfLane)
  const become = asRoot ? [...becoming(cell.uid ?? nobody), '--'] : []
  return {
    tier: 'bwrap',
    meeting,
    lane: (command: LaneCommand): LaneCommand => {
      openOwn(command.argv, examiner)
      const folder = isIn(cell.submission, command.folder) ? command.folder : '/'
      const shown = neededBy(command.argv, personal).filter((path) => !isIn(cell.submission, path))
      return {
        ...command,
        argv: [
          ...(before as [string, ...string[]]),
          ...foldersAbove([...shown, cell.submission, meeting], covered),
          ...[...new Set(shown)].flatMap((path) => ['--ro-bind', path, path]),
          ...after,
          '--chdir',
          folder,
          '--',
          ...limitWords(cell.limits, processes, command.argv),
          ...become,
          ...command.argv,
        ],
        environment: { ...scrubbed('/tmp/home', '/tmp'), ...quiet, ...command.environment },
        alone: true,
        behind: 'sandbox',
      }
    },
  }
}

/** What puts nothing in the place of folders and files. */
export const covers = (paths: readonly string[]): string[] =>
  paths.flatMap((path) => {
    if (!existsSync(path)) return []
    return statSync(path).isDirectory() ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path]
  })

/** What a command names, where the system's folders do not show it. */
function neededBy(argv: readonly string[], personal: readonly string[]): string[] {
  return argv.flatMap((word) => {
    const path = namedBy(word)
    if (path === undefined) return []
    const paths = canRun(path) ? programPaths(path, personal) : [path]
    return paths.filter((each) => !isSystem(each) || isIn(packageRoot, each))
  })
}
