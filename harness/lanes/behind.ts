import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import type { Behind } from '../wrappers/prepared.ts'

const generations: { readonly [behind in Behind]: number } = { shim: 1, sandbox: 2 }

/**
 * The adapter's process, once it has answered: the eldest child of what was started, or the eldest child of that. Whatever
 * an adapter starts itself is younger. Undefined where it is gone, or where the system does not tell.
 */
export function adapterBehind(started: number, behind: Behind): number | undefined {
  let pid: number | undefined = started
  for (let left = generations[behind]; left > 0 && pid !== undefined; left -= 1) pid = eldestChild(pid)
  return pid
}

function eldestChild(pid: number): number | undefined {
  try {
    // In the order in which they became children.
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ')
    return first === undefined || first === '' ? undefined : Number(first)
  } catch {
    return childIn(processes(), pid)
  }
}

/** Where the kernel was built without lists of children, the lowest number is the eldest's. */
function childIn(rows: readonly { pid: number; parent: number }[], pid: number): number | undefined {
  const children = rows.flatMap((row) => (row.parent === pid ? row.pid : []))
  return children.length === 0 ? undefined : Math.min(...children)
}

function processes(): { pid: number; parent: number }[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
      return { pid: Number(entry), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }
    } catch {
      return []
    }
  })
}

/** A sandbox tells of a signal that ended the adapter by an exit code, 128 and its number. */
export function endOf(
  exitCode: number | null,
  signal: NodeJS.Signals | null,
  behind: Behind | undefined,
): { exitCode: number | null; signal: NodeJS.Signals | null } {
  const told = behind === 'sandbox' && exitCode !== null ? signals.get(exitCode - 128) : undefined
  return told === undefined ? { exitCode, signal } : { exitCode: null, signal: told }
}

const signals = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]),
)
