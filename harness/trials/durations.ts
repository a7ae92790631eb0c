import fc, { Stream, type Random, type Value } from 'fast-check'
import { pageTimeoutSeconds } from '../clock.ts'

const pageMillis = pageTimeoutSeconds * 1000

/**
 * Timeouts in seconds, to the millisecond, drawn from a list or a range of milliseconds. They shrink toward 0.5 s,
 * even where that lies outside the range drawn from, so that a counterexample reads `settimeout(0.5)` where it can.
 */
export function durations(
  from: readonly number[] | { readonly min: number; readonly max: number },
): fc.Arbitrary<number> {
  const millis = 'min' in from ? fc.integer({ ...from, min: from.min }) : fc.constantFrom(...from)
  return new TowardHalfASecond(millis)
}

class TowardHalfASecond extends fc.Arbitrary<number> {
  private readonly millis: fc.Arbitrary<number>

  constructor(millis: fc.Arbitrary<number>) {
    super()
    this.millis = millis
  }

  override generate(random: Random, bias: number | undefined): Value<number> {
    return new fc.Value(this.millis.generate(random, bias).value / 1000, undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is number {
    return typeof value === 'number' && value > 0
  }

  override shrink(seconds: number): Stream<Value<number>> {
    return Stream.of(...closerTo(pageMillis, Math.round(seconds * 1000))).map(
      (each) => new fc.Value(each / 1000, undefined),
    )
  }
}

/** The goal itself, then values that halve the way that is left. */
function closerTo(goal: number, from: number): number[] {
  const candidates: number[] = []
  for (let distance = from - goal; distance !== 0; distance = Math.trunc(distance / 2))
    candidates.push(from - distance)
  return candidates
}
