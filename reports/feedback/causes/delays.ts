import type { LikelyCause } from '../likely-cause.ts'
import type { Facts } from './facts.ts'

/** What a call takes although it has nothing to wait for, or nothing any more. */
export function causeInDelays({ result, call }: Facts): LikelyCause | undefined {
  if (result.cause !== 'late') return undefined
  const { samples } = result
  const operationOf = (name: string): string => name.replace(/\(.*/s, '')
  const measured = (kind: 'immediate' | 'wake-up'): readonly number[] =>
    samples
      .filter((sample) => sample.kind === kind && operationOf(sample.call) === call?.operation)
      .flatMap(({ insideMicros, outsideMicros }) => insideMicros ?? outsideMicros ?? [])
      .toSorted((a, b) => a - b)
  const [least] = measured('immediate')
  // A machine that is busy delays some calls; what delays every one of them is in the code.
  if (least !== undefined && call && least > leastMicros && measured('immediate').length >= 3)
    return {
      key: 'sleeps first',
      text: `${call.operation} takes ${Math.round(least / 1000)} ms and more even where it has no reason to wait: it sleeps, or waits for something else, before it looks.`,
    }
  const wakes = measured('wake-up')
  const middle = wakes[Math.floor(wakes.length / 2)]
  if (call && middle !== undefined && wakes.length >= 5 && middle > mostMicros)
    return {
      key: 'looks now and then',
      text: `${call.operation} returns only ${Math.round(middle / 1000)} ms or so after what it waits for is there: it sleeps and looks every now and then instead of waiting in poll or select, which end at once.`,
    }
  return undefined
}

const leastMicros = 10_000
const mostMicros = 50_000
