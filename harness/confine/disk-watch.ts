import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { diskLookMillis, sweepMillis } from '../clock.ts'
import { descendantsOf } from '../lanes/process-tree.ts'
import type { Cell } from './confinement.ts'
import { layoutOf } from './layout.ts'
import { diskBytes } from './limits.ts'
import { becoming } from './user.ts'

/** So many files are as good as a full disk: each takes room of its own in a file system's tables. */
const mostFiles = 10_000

/**
 * Looks at what a submission has written to its home and temporary folders, as long as it runs, in the examiner. Where that is
 * beyond the limit, its processes are killed and the folders emptied, as often as it happens; `exceeded` is called the
 * first time. A sandbox's folders have a size, and need no watch.
 */
export function watchDisk(cell: Cell, exceeded: () => void): { close(): void } {
  if (cell.tier === 'bwrap') return { close: () => {} }
  const { home, temporary, meeting } = layoutOf(cell)
  let told = false
  let closed = false
  const look = async (): Promise<void> => {
    if (await isBeyond([home, temporary, meeting], diskBytes(cell.limits))) {
      if (!told) exceeded()
      told = true
      for (const pid of descendantsOf(process.pid)) if (livesIn(home, pid)) kill(pid)
      await empty(cell, [home, temporary])
    }
    if (!closed) timer = setTimeout(() => void look(), diskLookMillis).unref()
  }
  let timer = setTimeout(() => void look(), diskLookMillis).unref()
  return {
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

/** True as soon as more bytes are found, or more files than anybody needs. What vanishes meanwhile counts for nothing. */
export async function isBeyond(folders: readonly string[], bytes: number): Promise<boolean> {
  let left = bytes
  let files = 0
  const waiting = [...folders]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name)
      files += 1
      if (entry.isDirectory()) waiting.push(path)
      // A file with holes takes less than its size.
      else
        left -= await lstat(path).then(
          ({ blocks }) => blocks * 512,
          () => 0,
        )
      if (left < 0 || files > mostFiles) return true
    }
  }
  return false
}

/** By what it was started with, which stays in sight whatever it makes of its environment later. */
function livesIn(home: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${home}`)
  } catch {
    return false
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone.
  }
}

/** By the submission's own user, so that a link leads to nothing but what is his. */
function empty({ tier, uid }: Cell, folders: readonly string[]): Promise<void> {
  const words: [string, ...string[]] = ['find', ...folders, '-xdev', '-mindepth', '1', '-delete']
  const [program, ...rest] = tier === 'user' && uid !== undefined ? [...becoming(uid), '--', ...words] : words
  return new Promise((resolve) => {
    execFile(program, rest, { cwd: '/', timeout: sweepMillis, killSignal: 'SIGKILL' }, () => resolve())
  })
}
