import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Scenario, Stratum } from './behaviour.ts'

/** One input of a scenario, and where it came from. */
export interface Drawn {
  /** `stratum:run`. */
  readonly key: string
  readonly stratum: number
  readonly input: unknown
}

/** Each stratum has a seed of its own, so that adding one does not change what the others draw. */
export function seedOf(seed: number, scenario: Scenario, stratum: number): number {
  const name = `${seed}/${scenario.behaviours[0]?.id}/${stratum}`
  return createHash('sha256').update(name).digest().readInt32LE(0)
}

/** What fast-check runs: the tuple of arbitraries that `fc.property` makes of its own, or seeds would not agree. */
const tupled = (stratum: Stratum<unknown>): fc.Arbitrary<[unknown]> => fc.tuple(stratum.arbitrary)

/**
 * Draws all inputs of a scenario. The same seed gives the same inputs. `factor` multiplies what is drawn; the first of
 * them stay the same, and of every stratum there is one.
 */
export function draw(scenario: Scenario, seed: number, factor = 1): Drawn[] {
  return scenario.given.flatMap((stratum, index) =>
    fc
      .sample(tupled(stratum), {
        seed: seedOf(seed, scenario, index),
        numRuns: Math.ceil(stratum.runs * (stratum.fixed ? 1 : factor)),
      })
      .map(([input], run) => ({ key: `${index}:${run}`, stratum: index, input })),
  )
}

/** The one input that `path` (`stratum:fast-check path`) names, or undefined where it names none. */
export function drawAt(scenario: Scenario, seed: number, path: string): Drawn | undefined {
  const [first, ...rest] = path.split(':')
  const index = Number(first)
  const stratum = scenario.given[index]
  if (!stratum || rest.length === 0) return undefined
  const [drawn] = fc.sample(tupled(stratum), {
    seed: seedOf(seed, scenario, index),
    path: rest.join(':'),
    numRuns: 1,
  })
  return drawn ? { key: path, stratum: index, input: drawn[0] } : undefined
}

export interface Shrunk {
  readonly key: string
  readonly input: unknown
}

/**
 * Replays the results of a stratum through fast-check with the same seed, so that the counterexample and its path are
 * fast-check's own; only what it tries while shrinking runs live, until the time is up.
 *
 * @param results whether each drawn input held, in the order of drawing
 * @param holds tries one more input
 */
export async function shrink(
  scenario: Scenario,
  seed: number,
  stratum: number,
  results: readonly boolean[],
  holds: (input: unknown) => Promise<boolean>,
  limitMillis: number,
): Promise<Shrunk | undefined> {
  const given = scenario.given[stratum]
  if (!given) return undefined
  let run = 0
  const property = fc.asyncProperty(given.arbitrary, async (input) => {
    const recorded = results[run++]
    if (recorded === false) run = results.length
    return recorded ?? (await holds(input))
  })
  const details = await fc.check(property, {
    seed: seedOf(seed, scenario, stratum),
    numRuns: results.length,
    interruptAfterTimeLimit: limitMillis,
    markInterruptAsFailure: true,
  })
  if (!details.failed || details.counterexamplePath === null || details.counterexample === null)
    return undefined
  return { key: `${stratum}:${details.counterexamplePath}`, input: details.counterexample[0] }
}
