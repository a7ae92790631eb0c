import { writeLine } from './descriptors.ts'
import { stepWallClock } from './wall-clock.ts'

/** What this adapter can stage, whatever wrapper it hosts, as a word of `hello`. */
export const stagesWord = 'stages=wall-clock'

/** Serves an operation that stages something. False if there is none of that name. */
export function stage(id: string, name: string, words: readonly string[]): boolean {
  switch (name) {
    case 'stepclock': {
      const [after, seconds] = words.map(Number)
      const isMeant = words.length === 2 && Number.isFinite(after) && Number.isFinite(seconds)
      if (isMeant) stepWallClock(after ?? 0, seconds ?? 0)
      writeLine(`${id} ${isMeant ? 'ok 0' : 'invalid 0 malformed words'}`)
      return true
    }
    default:
      return false
  }
}

/** Undoes what was staged for a trial. */
export function unstage(): void {
  stepWallClock(0, 0)
}
