import fc, { type Random, Stream, type Value } from 'fast-check'

/**
 * Sequences that are drawn as `drawn` says and shrink to the shortest that still fail: pieces are left out, the large
 * ones and the last ones first, then single steps become simpler. (fast-check's own arrays never shrink below the
 * length that they are drawn with, and leave out their beginnings first; but what comes after a failure is idle.)
 *
 * @param step what draws and simplifies one step
 */
export function sequences<Step>(
  drawn: fc.Arbitrary<readonly Step[]>,
  step: fc.Arbitrary<Step>,
): fc.Arbitrary<Step[]> {
  return new Sequences(drawn, step)
}

class Sequences<Step> extends fc.Arbitrary<Step[]> {
  private readonly drawn: fc.Arbitrary<readonly Step[]>
  private readonly step: fc.Arbitrary<Step>

  constructor(drawn: fc.Arbitrary<readonly Step[]>, step: fc.Arbitrary<Step>) {
    super()
    this.drawn = drawn
    this.step = step
  }

  override generate(random: Random, bias: number | undefined): Value<Step[]> {
    return new fc.Value([...this.drawn.generate(random, bias).value], undefined)
  }

  override canShrinkWithoutContext(value: unknown): value is Step[] {
    return Array.isArray(value) && value.every((each) => this.step.canShrinkWithoutContext(each))
  }

  override shrink(steps: Step[]): Stream<Value<Step[]>> {
    return new Stream(this.smaller(steps))
  }

  private *smaller(steps: readonly Step[]): Generator<Value<Step[]>> {
    for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let end = steps.length; end > 0; end -= size) {
        const rest = [...steps.slice(0, Math.max(0, end - size)), ...steps.slice(end)]
        if (rest.length > 0) yield new fc.Value(rest, undefined)
      }
    }
    for (const [at, each] of steps.entries()) {
      for (const simpler of this.step.shrink(each, undefined))
        yield new fc.Value(steps.with(at, simpler.value), undefined)
    }
  }
}
