import { availableParallelism } from 'node:os'
import { controlLateMillis, controlPunctualMillis } from '../../clock.ts'

/** How many examinations may run side by side. */
export interface Pace {
  readonly limit: number
}

export interface PaceBounds {
  readonly least: number
  readonly most: number
}

/** A run waits for two thirds of its time, on as few lanes as it has here: three for each core leave none idle. */
export const usualBounds = (cores = availableParallelism()): PaceBounds => ({ least: 1, most: 3 * cores })

/**
 * One examination more while the waits of a control end in time and all places are taken; one fewer once a tenth of them
 * ends late. Pure.
 *
 * @param lateMillis by how much each of the control's latest waits ended late
 */
export function paceAfter(
  { limit }: Pace,
  lateMillis: readonly number[],
  { isFull, bounds: { least, most } }: { readonly isFull: boolean; readonly bounds: PaceBounds },
): Pace {
  const sorted = lateMillis.toSorted((a, b) => a - b)
  const nearlyWorst = sorted[Math.floor(sorted.length * 0.9)]
  if (nearlyWorst === undefined) return { limit }
  if (nearlyWorst > controlLateMillis) return { limit: Math.max(least, limit - 1) }
  if (nearlyWorst < controlPunctualMillis && isFull) return { limit: Math.min(most, limit + 1) }
  return { limit }
}
