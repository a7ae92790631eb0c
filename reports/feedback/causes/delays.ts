import { lateImmediateMicros, lateWakeMicros } from '../../../harness/clock.ts'
import type { LikelyCause } from '../likely-cause.ts'
import { isAbout, quickestLateSeconds } from './about.ts'
import type { Facts } from './facts.ts'

/** What a call takes although it has nothing to wait for, or nothing any more. */
export function causeInDelays({ result, call }: Facts): LikelyCause | undefined {
  if (result.cause !== 'late' || !call) return undefined
  const { operation } = call
  const measured = (kind: 'immediate' | 'wake-up'): readonly number[] =>
    result.samples
      .filter((sample) => sample.kind === kind && sample.call.startsWith(`${operation}(`))
      .flatMap(({ insideMicros, outsideMicros }) => insideMicros ?? outsideMicros ?? [])
      .toSorted((a, b) => a - b)
  return (
    beforeItLooks(operation, measured('immediate'), result.trace) ??
    afterItIsThere(operation, measured('wake-up'))
  )
}

function beforeItLooks(
  operation: string,
  answers: readonly number[],
  trace: Facts['result']['trace'],
): LikelyCause | undefined {
  const [least] = answers
  // A machine that is busy delays some calls; what delays every one of them is in the code.
  if (least === undefined || least < lateImmediateMicros || answers.length < 3) return undefined
  const set = trace.findLast(({ what }) => what.startsWith('settimeout('))?.what
  const seconds = Number(/^settimeout\(([\d.]+)\)/.exec(set ?? '')?.[1] ?? Number.NaN)
  if (isAbout(least / 1e6, seconds, quickestLateSeconds))
    return {
      key: 'timeout as delay',
      text: `the timeout is used as a delay: ${operation} takes as long as settimeout(${seconds}) says, although it has no reason to wait.`,
    }
  return {
    key: 'sleeps first',
    text: `${operation} takes ${Math.round(least / 1000)} ms and more even where it has no reason to wait: it sleeps, or waits for something else, before it looks.`,
  }
}

function afterItIsThere(operation: string, wakes: readonly number[]): LikelyCause | undefined {
  const middle = wakes[Math.floor(wakes.length / 2)]
  if (middle === undefined || wakes.length < 5 || middle < lateWakeMicros) return undefined
  return {
    key: 'looks now and then',
    text: `${operation} returns only ${Math.round(middle / 1000)} ms or so after what it waits for is there: it sleeps and looks every now and then instead of waiting in poll or select, which end at once.`,
  }
}
