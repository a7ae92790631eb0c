/**
 * The candidates most like what was typed, best first, at most `count`; none where nothing is like it. A glob is
 * compared by what stands between its stars. Pure.
 */
export function nearest(typed: string, candidates: readonly string[], count = 3): string[] {
  const wanted = pairsOf(typed)
  return candidates
    .map((candidate) => ({ candidate, likeness: likeness(wanted, pairsOf(candidate)) }))
    .filter((each) => each.likeness > leastLikeness)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, count)
    .map((each) => each.candidate)
}

/** ` Did you mean a, b?`, or nothing. */
export function didYouMean(typed: string, candidates: readonly string[]): string {
  const near = nearest(typed, candidates)
  return near.length === 0 ? '' : `Did you mean ${either(near)}? `
}

const either = (all: readonly string[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`

/** Below this, likeness is chance: all ids share some letters. */
const leastLikeness = 0.35

/** Dice's coefficient over pairs of letters: forgives a slip, a missing part and another order alike. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const left = [...b]
  let shared = 0
  for (const pair of a) {
    const at = left.indexOf(pair)
    if (at === -1) continue
    left.splice(at, 1)
    shared++
  }
  return (2 * shared) / (a.length + b.length || 1)
}

function pairsOf(text: string): string[] {
  const letters = `.${text.toLowerCase().replaceAll(/[*?]+/g, '')}`
  return Array.from({ length: letters.length - 1 }, (_, at) => letters.slice(at, at + 2))
}
