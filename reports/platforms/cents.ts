/** Points have two decimals; they are added and shared out as whole cents, so that sums are exact. */

export const centsOf = (points: number): number => Math.round(points * 100)

export const pointsOf = (cents: number): number => cents / 100

/** Parts that differ by a cent at most, and add up to the whole. */
export const shared = (cents: number, parts: number): number[] =>
  Array.from(
    { length: parts },
    (_, at) => Math.round((cents * (at + 1)) / parts) - Math.round((cents * at) / parts),
  )

/** `3`, `2.5`, `0.33`. */
export const pointsText = (points: number): string => String(pointsOf(centsOf(points)))
