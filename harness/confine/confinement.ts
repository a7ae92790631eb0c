import type { Limits } from '../grade/assignment/assignment.ts'
import type { Tier } from '../grade/grade.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'

/**
 * How a submission that nobody trusts is held. One is made for each examination: in the grader's process
 * `aroundExaminer` puts the examiner (the harness of this submission, with its peers) where it belongs; in the
 * examiner's process `lane` does so with each process of the submission.
 */
export interface Confinement {
  readonly tier: Tier
  /** Absolute: where Unix-domain sockets meet. The harness and the submission both may write there. */
  readonly meeting: string
  /**
   * What a lane's command becomes: a scrubbed environment, a home of its own, limits, and what the tier adds. Throws
   * CannotConfine.
   */
  lane(command: LaneCommand): LaneCommand
}

/** Plain data, so that it reaches the examiner as JSON. */
export interface Cell {
  readonly tier: Tier
  /** Absolute: the submission, unpacked; nothing in it may be written to by the submission. */
  readonly submission: string
  /**
   * Absolute: a folder of this examination alone, made and removed by the grader; the home and the temporary files of
   * the submission lie in it. Addresses of Unix-domain sockets have room for 80 bytes of it.
   */
  readonly scratch: string
  /** Absolute: folders and files that nobody in the cell may see: the class, the results, the assignment. */
  readonly hidden: readonly string[]
  readonly limits: Limits
  /** Whom the submission's processes belong to, where the grader is root; nobody else's process runs as that user meanwhile. */
  readonly uid?: number
}
