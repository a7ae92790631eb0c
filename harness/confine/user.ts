import type { LaneCommand } from '../wrappers/prepared.ts'
import { assertOpen } from './cannot-confine.ts'
import type { Cell, Confinement } from './confinement.ts'
import { scrubbed } from './environment.ts'
import { layoutOf } from './layout.ts'
import { leastProcesses, limitWords } from './limits.ts'
import { openOwn } from './open-own.ts'
import { quiet } from './plain.ts'

/** Becomes another user for good, without a single right of root's. */
export const becoming = (uid: number): [string, ...string[]] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${uid}`,
  '--clear-groups',
  '--no-new-privs',
  '--inh-caps=-all',
  '--bounding-set=-all',
]

/** The submission runs as a user whom nothing else belongs to: it can reach what everybody can, and signal nobody. */
export function user(cell: Cell): Confinement {
  const { uid } = cell
  if (uid === undefined) throw new Error('a cell of the tier user needs a uid')
  const { examiner, home, temporary, meeting } = layoutOf(cell)
  const processes = Math.max(cell.limits.processes, leastProcesses)
  return {
    tier: 'user',
    meeting,
    lane: (command: LaneCommand): LaneCommand => {
      openOwn(command.argv, examiner)
      assertOpen(command.argv)
      return {
        ...command,
        // A change of user takes the death signal away that the lane was started with.
        argv: [
          ...limitWords(cell.limits, processes, command.argv),
          ...becoming(uid),
          '--pdeathsig=KILL',
          '--',
          ...command.argv,
        ],
        environment: { ...scrubbed(home, temporary), ...quiet, ...command.environment },
        alone: true,
      }
    },
  }
}
