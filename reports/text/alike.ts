import type { BehaviourResult } from '../../harness/record/schema.ts'

/** Results that have something in common; at least one. */
export type Alike = readonly [BehaviourResult, ...BehaviourResult[]]

/** Results that share a key, in the order in which each key came first. */
export function sets(
  results: readonly BehaviourResult[],
  keyOf: (result: BehaviourResult) => string,
): Alike[] {
  const found = new Map<string, [BehaviourResult, ...BehaviourResult[]]>()
  for (const result of results) {
    const members = found.get(keyOf(result))
    if (members) members.push(result)
    else found.set(keyOf(result), [result])
  }
  return [...found.values()]
}
