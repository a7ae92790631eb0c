import type { Refusal } from '../lanes/lane.ts'

/** What was typed cannot be carried out: ends the command with exit code 64. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly refusal: Refusal

  constructor(what: string, next: string) {
    super(what)
    this.refusal = { what, next }
  }
}
