import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { socketInodes, tcpSockets } from '../tcp-table.ts'

/** What /proc tells; nothing once the process is gone. */
function told<T>(read: () => T, gone: T): T {
  try {
    return read()
  } catch {
    return gone
  }
}

const fileOf = (path: string): string => told(() => readFileSync(path, 'utf8'), '')

/** Processes whose environment has `mark`: those of one run, whoever their parent is by now. */
export const processesWith = (mark: string): string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && fileOf(`/proc/${name}/environ`).includes(mark))

/** Processes whose command line has `mark`: those whose environment has been scrubbed. */
export const commandsWith = (mark: string): string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && fileOf(`/proc/${name}/cmdline`).includes(mark))

/** Those of them that host a wrapper in Python or TypeScript. */
export const lanesWith = (mark: string): string[] =>
  processesWith(mark).filter((id) => /adapter\.py|host\.mjs/.test(fileOf(`/proc/${id}/cmdline`)))

/** The inodes of the sockets that these processes hold. */
const socketsOf = (processes: readonly string[]): Set<string> =>
  new Set(processes.flatMap((id) => told(() => socketInodes(id), [])))

/** The inodes of all TCP sockets of this machine that listen. */
const listeners = (): string[] =>
  tcpSockets().flatMap(({ state, inode }) => (state === 'listen' ? [inode] : []))

/** The inodes of the sockets on which the processes with `mark` listen. */
export function portsWith(mark: string): string[] {
  const held = socketsOf(processesWith(mark))
  return listeners().filter((inode) => held.has(inode))
}

/** Those of these sockets that listen still, whoever holds them. */
export const stillOpen = (ports: readonly string[]): string[] => {
  const open = new Set(listeners())
  return ports.filter((inode) => open.has(inode))
}

/** Files of ours among the temporary ones: tsx keeps a cache of its own there. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => !name.startsWith('tsx-'))

/** Resolves as soon as something has become true, or after patience of a minute has run out. */
export async function until(condition: () => boolean, pauseMillis = 100): Promise<void> {
  const impatientAt = performance.now() + 60_000
  while (!condition() && performance.now() < impatientAt) await sleep(pauseMillis)
}
