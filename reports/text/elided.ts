/**
 * The first and the last of many, and between them what `gap` makes of how many are left out, the first of which is
 * `next`. One alone is not left out: what would be said of it takes as much room. Pure.
 */
export function elided<Each>(
  all: readonly Each[],
  most: { readonly first: number; readonly last: number },
  gap: (left: number, next: Each) => Each,
): readonly Each[] {
  const left = all.length - most.first - most.last
  const next = all[most.first]
  if (left <= 1 || next === undefined) return all
  return [...all.slice(0, most.first), gap(left, next), ...all.slice(-most.last)]
}
