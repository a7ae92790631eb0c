import type { Refusal } from '../lanes/lane.ts'

/** What was typed cannot be carried out: ends the command with exit code 64. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly refusal: Refusal
  /** What else is wrong, where all of it is known at once. */
  readonly more: readonly Refusal[]

  constructor(what: string, next: string, more: readonly Refusal[] = []) {
    super(what)
    this.refusal = { what, next }
    this.more = more
  }
}
