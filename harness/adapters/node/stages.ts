import { writeLine } from './descriptors.ts'
import { forgetSignals, handledSignals } from './signals.ts'
import { stepWallClock } from './wall-clock.ts'

/** What this adapter can stage, whatever wrapper it hosts, as a word of `hello`. */
export const stagesWord = 'stages=wall-clock'

/** Serves an operation that stages or tells something beside the wrapper. False if there is none of that name. */
export function stage(id: string, name: string, words: readonly string[]): boolean {
  switch (name) {
    case 'stepclock': {
      const [after, seconds] = words.map(Number)
      const isMeant = words.length === 2 && Number.isFinite(after) && Number.isFinite(seconds)
      if (isMeant) stepWallClock(after ?? 0, seconds ?? 0)
      writeLine(`${id} ${isMeant ? 'ok 0' : 'invalid 0 malformed words'}`)
      return true
    }
    case 'signals':
      writeLine(`${id} ok 0 ${handledSignals()}`)
      return true
    default:
      return false
  }
}

/** Undoes what was staged for a trial. */
export function unstage(): void {
  stepWallClock(0, 0)
  forgetSignals()
}
