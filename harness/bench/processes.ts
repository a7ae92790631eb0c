import { readdirSync, readFileSync } from 'node:fs'

/** One look at a process and all that descend from it. Linux only: it reads `/proc`. */
export interface Look {
  /** Proportional set size: memory that processes share counts once. */
  readonly memoryBytes: number
  /** CPU seconds so far, by process. */
  readonly cpu: ReadonlyMap<number, { readonly name: string; readonly seconds: number }>
}

/** A clock tick of `/proc/<pid>/stat`: 100 a second on every Linux that Node runs on. */
const ticksPerSecond = 100

export function lookAt(root: number): Look {
  const parents = new Map<number, { parent: number; name: string; seconds: number }>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = read(`/proc/${entry}/stat`)
    if (stat === undefined) continue
    // The name is in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    parents.set(Number(entry), {
      parent: Number(fields[1]),
      name: (read(`/proc/${entry}/cmdline`) ?? '').replaceAll('\0', ' ').trim(),
      seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    })
  }
  const cpu = new Map<number, { name: string; seconds: number }>()
  let memoryBytes = 0
  for (const [pid, { name, seconds }] of parents) {
    if (!descends(pid, root, parents)) continue
    cpu.set(pid, { name, seconds })
    const rollup = read(`/proc/${pid}/smaps_rollup`) ?? ''
    memoryBytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024
  }
  return { memoryBytes, cpu }
}

function descends(pid: number, root: number, parents: ReadonlyMap<number, { parent: number }>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)?.parent) {
    if (at === root) return true
  }
  return false
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The process has ended meanwhile.
    return undefined
  }
}
