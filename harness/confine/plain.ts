import { getuid } from 'node:process'
import type { LaneCommand } from '../wrappers/prepared.ts'
import type { Cell, Confinement } from './confinement.ts'
import { scrubbed } from './environment.ts'
import { layoutOf } from './layout.ts'
import { leastProcesses, limitWords } from './limits.ts'
import { threadsOf } from './threads.ts'

/** The child dies with it, and it ends as the child does. */
export const shim = ['unshare', '--fork', '--kill-child=KILL', '--'] as const

/**
 * Holds what does harm by mistake. The submission runs as the grader's own user, so that it can reach whatever the
 * grader can; all that stands between is a shim, so that the parent which it may kill is not the examiner.
 */
export function plain(cell: Cell): Confinement {
  const { home, temporary, meeting } = layoutOf(cell)
  // It counts for all of the user's, whatever else runs as him; root is never held by it.
  const others = getuid?.() === 0 ? 0 : threadsOf(getuid?.() ?? 0)
  const processes = others + Math.max(cell.limits.processes, leastProcesses)
  return {
    tier: 'plain',
    meeting,
    lane: (command: LaneCommand): LaneCommand => ({
      ...command,
      argv: [...shim, ...limitWords(cell.limits, processes, command.argv), ...command.argv],
      environment: { ...scrubbed(home, temporary), ...quiet, ...command.environment },
      alone: true,
      behind: 'shim',
    }),
  }
}

/** Python would leave what it compiles beside the submission. */
export const quiet = { PYTHONDONTWRITEBYTECODE: '1' }
