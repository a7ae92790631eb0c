/** What somebody has of what there is to have: of a whole assignment, or of an item. */
export interface Earned {
  readonly points: number
  readonly of: number
}

/** What everybody can have; undefined where that differs, since what a machine or a language cannot stage counts for nobody. */
export const ofAll = (earned: readonly Earned[]): number | undefined =>
  earned.every(({ of }) => of === earned[0]?.of) ? (earned[0]?.of ?? 0) : undefined

/** The median, as `7.5 of 10`; in per cent where not all can have the same. */
export function middle(earned: readonly Earned[]): string {
  const of = ofAll(earned)
  return of === undefined
    ? `${inHundredths(middleShare(earned) * 100)} %`
    : `${inHundredths(median(earned.map(({ points }) => points)))} of ${of}`
}

/** The median of the shares, from 0 to 1. */
export const middleShare = (earned: readonly Earned[]): number =>
  median(earned.map(({ points, of }) => (of === 0 ? 0 : points / of)))

/** 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [lower = 0, upper = 0] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ]
  return (lower + upper) / 2
}

/** Points have two decimals at most. */
export const inHundredths = (points: number): number => Math.round(points * 100) / 100
