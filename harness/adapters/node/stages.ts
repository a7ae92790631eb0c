import { writeLine } from './descriptors.ts'
import { forgetSignals, handledSignals } from './signals.ts'
import { stepWallClock } from './wall-clock.ts'

/** What this adapter can stage, whatever wrapper it hosts, as a word of `hello`. */
export const stagesWord = 'stages=wall-clock,leave,warnings'

// Taken hold of before the wrapper is loaded, which may replace them.
const { setTimeout } = globalThis
const exit = process.exit.bind(process)

let warnings = 0
let letGo = (): void => {}

/** Counts from now on what Node says of listeners that become too many. */
export function countWarnings(): void {
  process.on('warning', ({ name }) => {
    if (name === 'MaxListenersExceededWarning') warnings += 1
  })
}

/** `act` lets go of all that the adapter itself keeps the process alive with. */
export function lettingGo(act: () => void): void {
  letGo = act
}

/** The process ends as soon as the wrapper keeps nothing that runs. If it is still there after `seconds`, it says so. */
function leave(id: string, seconds: number): void {
  letGo()
  setTimeout(() => {
    writeLine(`${id} ok 0`)
    exit(0)
  }, seconds * 1000).unref()
}

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
    case 'leave': {
      const seconds = Number(words[0])
      if (words.length === 1 && seconds > 0) leave(id, seconds)
      else writeLine(`${id} invalid 0 malformed words`)
      return true
    }
    case 'warnings':
      writeLine(`${id} ok 0 ${warnings}`)
      return true
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
