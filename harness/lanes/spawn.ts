import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { environmentOf, type LaneCommand } from '../wrappers/prepared.ts'
import { withCrowd } from './crowd.ts'
import { deathSignal, hasDeathSignal } from './death-signal.ts'

export type Spawned =
  | { readonly kind: 'child'; readonly child: ChildProcessWithoutNullStreams; readonly pid: number }
  /** `why` is one line for the user. */
  | { readonly kind: 'failed'; readonly why: string }

/** Starts a lane's process as the leader of a session and process group of its own, with pipes. */
export function spawnLane(command: LaneCommand): Spawned {
  const environment = environmentOf(command)
  const missing = whatIsMissing(command, environment['PATH'] ?? '')
  if (missing !== undefined) return { kind: 'failed', why: missing }

  const [program, ...rest] = hasDeathSignal() ? [...deathSignal, ...command.argv] : command.argv
  try {
    const child = withCrowd(command.crowd ?? 0, (inherited) =>
      spawn(program, rest, {
        cwd: command.folder,
        env: environment,
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe', ...inherited],
      }),
    ) as ChildProcessWithoutNullStreams
    // What goes wrong with a process that runs is seen in its exit.
    child.on('error', () => {})
    if (child.pid === undefined) return { kind: 'failed', why: `${command.argv[0]}: cannot be run` }
    return { kind: 'child', child, pid: child.pid }
  } catch (error) {
    return {
      kind: 'failed',
      why: `${command.argv[0]}: ${error instanceof Error ? error.message : 'cannot be run'}`,
    }
  }
}

/** Looked at beforehand, since neither `spawn` nor `setpriv` tells a missing folder from a missing program. */
export function whatIsMissing({ argv: [program], folder }: LaneCommand, path: string): string | undefined {
  if (!isA('Directory', folder)) return `${folder}: no such folder`
  if (program.includes('/') || isAbsolute(program)) {
    const file = resolve(folder, program)
    if (!isA('File', file)) return `${program}: no such file`
    return canRun(file) ? undefined : `${program}: is not executable`
  }
  // On Windows a program has endings that only the system knows.
  if (process.platform === 'win32') return undefined
  const found = path.split(delimiter).some((place) => canRun(join(resolve(folder, place), program)))
  return found ? undefined : `${program}: no such program on the PATH`
}

/** False too for what cannot be looked at. */
export function isA(kind: 'Directory' | 'File', path: string): boolean {
  try {
    return statSync(path)[`is${kind}`]()
  } catch {
    return false
  }
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return isA('File', file)
  } catch {
    return false
  }
}
