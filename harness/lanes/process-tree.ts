import { readdirSync, readFileSync } from 'node:fs'

/**
 * The children of a process, the eldest first. The kernel's list may miss one while others of them end; where it was
 * built without such lists, all processes are asked for their parent. Empty where there is no `/proc`, or no such process.
 */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')
        .split(' ')
        .flatMap((word) => (word === '' ? [] : Number(word))),
    )
  } catch {
    return parents().flatMap(([child, parent]) => (parent === pid ? child : []))
  }
}

/** All that a process has begotten, and what that has, as far as it still belongs to it. */
export const descendantsOf = (pid: number): number[] =>
  childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)])

/** The processes that can be seen from here, the lowest number first. Empty where there is no `/proc`. */
export function allProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
      .toSorted((a, b) => a - b)
  } catch {
    return []
  }
}

/** `R`, `S`, `Z` and so on, as `/proc` has it; undefined for what is not there. */
export function stateOf(pid: number): string | undefined {
  try {
    return fieldsOf(pid)[0]
  } catch {
    return undefined
  }
}

const parents = (): [child: number, parent: number][] =>
  allProcesses().flatMap((pid): [number, number][] => {
    try {
      return [[pid, Number(fieldsOf(pid)[1])]]
    } catch {
      return []
    }
  })

/** From the state on: the name before it is in brackets, and may hold anything. */
function fieldsOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
