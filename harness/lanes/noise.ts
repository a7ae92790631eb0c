import { quote } from '../protocol/lines.ts'

/** Lines of an adapter that no call was charged for. */
export interface Noise {
  /** The newest last; at most 20, of at most 200 characters each. */
  readonly lines: readonly string[]
  /** Answers `flood` from the line on that makes too many since the last call. */
  add(line: string): 'kept' | 'flood'
  /** A call has been made. */
  restart(): void
}

const keptLines = 20

/** A wrapper that prints for ever would keep the harness busy reading; one that prints much between calls may. */
const floodLines = 10_000

export function keepNoise(): Noise {
  const lines: string[] = []
  let sinceCall = 0
  return {
    lines,
    add(line) {
      lines.push(quote(line))
      if (lines.length > keptLines) lines.shift()
      sinceCall += 1
      return sinceCall > floodLines ? 'flood' : 'kept'
    },
    restart() {
      sinceCall = 0
    },
  }
}
