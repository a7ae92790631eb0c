import { quickInputSeconds } from '../clock.ts'
import { quickShare } from '../trials/table.ts'
import type { Behaviour, Scenario } from './behaviour.ts'
import { draw, drawAt, type Drawn } from './draw.ts'
import type { Planned } from './execution.ts'

/** How much of what a scenario could try is tried. */
export interface Extent {
  /** Multiplies the trials of what is drawn; absent: 1. */
  readonly trialFactor?: number
  /** Tries as few inputs as tell something, and none that take long where others do. */
  readonly quick?: boolean
  /** Replays this one input. */
  readonly path?: string
}

/** The scenarios that decide the wanted behaviours, with their inputs. */
export function planPart(
  catalogue: readonly Scenario[],
  wanted: readonly Behaviour[],
  seed: number,
  extent: Extent,
): Planned[] {
  return catalogue.flatMap((scenario) => {
    if (!scenario.behaviours.some((behaviour) => wanted.includes(behaviour))) return []
    const inputs = inputsOf(scenario, seed, extent)
    return inputs.length > 0 ? [{ scenario, inputs }] : []
  })
}

function inputsOf(scenario: Scenario, seed: number, { trialFactor, quick, path }: Extent): Drawn[] {
  if (path !== undefined) {
    const drawn = drawAt(scenario, seed, path)
    return drawn ? [drawn] : []
  }
  return quick === true ? drawQuickly(scenario, seed) : draw(scenario, seed, trialFactor)
}

function drawQuickly(scenario: Scenario, seed: number): Drawn[] {
  const inputs = draw(scenario, seed, quickShare)
  const short = inputs.filter(({ input }) => scenario.takesSeconds(input) <= quickInputSeconds)
  return short.length > 0 ? short : inputs
}
