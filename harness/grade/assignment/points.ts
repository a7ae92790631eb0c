import type { Item } from './assignment.ts'

/** How the behaviours of an item came out; those that this host cannot stage are not among them. */
export interface Tally {
  readonly passed: number
  readonly undecided: number
  readonly counted: number
}

/** What an item is worth, in hundredths of a point: sums of them are exact. */
export interface Worth {
  readonly earned: number
  readonly of: number
  /** What the undecided ones may add. */
  readonly pending: number
}

/** All that can be earned is earned by passing all, and by nothing less. Pure. */
export function worthOf(item: Pick<Item, 'points' | 'partial'>, tally: Tally): Worth {
  const { passed, undecided, counted } = tally
  const of = wholeWorth(item.points, counted)
  const share = (kept: number): number => {
    if (kept === counted) return of
    if (item.partial === 'none') return 0
    return Math.max(0, Math.min(of - 1, Math.round((of * kept) / counted)))
  }
  const earned = share(passed)
  return { earned, of, pending: share(passed + undecided) - earned }
}

/** Where nothing counts there is nothing to earn. */
const wholeWorth = (points: Item['points'], counted: number): number => {
  if (counted === 0) return 0
  return 'each' in points ? hundredths(points.each) * counted : hundredths(points.together)
}

const hundredths = (points: number): number => Math.round(points * 100)

export const inPoints = (worth: number): number => worth / 100
