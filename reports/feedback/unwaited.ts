import type { BehaviourResult } from '../../harness/record/schema.ts'

/** A call that should have waited, and answered instead. It ended its trial before it was noted: the texts alone tell. */
export function unwaited({
  expected,
  happened,
}: BehaviourResult): { readonly name: string; readonly answer: string } | undefined {
  const name = /^(\w+\([^)]*\)) waits$/.exec(expected ?? '')?.[1]
  const answer = /^it answered (.*) while nothing had happened$/s.exec(happened ?? '')?.[1]
  return name === undefined || answer === undefined ? undefined : { name, answer }
}
