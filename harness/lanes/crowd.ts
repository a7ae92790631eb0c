import { closeSync, openSync, readFileSync } from 'node:fs'

/** What a program opens next, beside so many, gets a number above 1,023, the last that `select` can watch. */
export const crowdSize = 1_100

/** What a lane needs for itself. */
const reserve = 100

/**
 * Makes `start` with a list of the descriptor that a child is to inherit, once for each of the crowd: numbers from 3 on.
 * The list is empty where the host permits no process that many.
 */
export function withCrowd<T>(crowd: number, start: (inherited: number[]) => T): T {
  if (crowd === 0 || crowd + reserve > mostDescriptors()) return start([])
  const nowhere = openSync('/dev/null', 'r')
  try {
    return start(Array.from({ length: crowd }, () => nowhere))
  } finally {
    closeSync(nowhere)
  }
}

/** Of any process of ours, in so far as the system says: Linux does. */
function mostDescriptors(): number {
  try {
    return Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
