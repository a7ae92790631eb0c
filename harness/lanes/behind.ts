import { constants } from 'node:os'
import type { Behind } from '../wrappers/prepared.ts'
import { childrenOf } from './process-tree.ts'

const generations: { readonly [behind in Behind]: number } = { shim: 1, sandbox: 2 }

/**
 * The adapter's process, once it has answered: the eldest child of what was started, or the eldest child of that. Whatever
 * an adapter starts itself is younger. Undefined where it is gone, or where the system does not tell.
 */
export function adapterBehind(started: number, behind: Behind): number | undefined {
  let pid: number | undefined = started
  for (let left = generations[behind]; left > 0 && pid !== undefined; left -= 1) [pid] = childrenOf(pid)
  return pid
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
