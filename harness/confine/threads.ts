import { readdirSync, readFileSync } from 'node:fs'

/** How many threads run as that user now, as far as `/proc` tells. */
export function threadsOf(uid: number): number {
  let threads = 0
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'latin1')
      if (Number(/^Uid:\t(\d+)/m.exec(status)?.[1]) === uid)
        threads += Number(/^Threads:\t(\d+)/m.exec(status)?.[1] ?? 0)
    } catch {
      // It has ended since.
    }
  }
  return threads
}
