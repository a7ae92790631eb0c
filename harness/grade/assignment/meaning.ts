import type { Assignment, Item } from './assignment.ts'
import type { AssignmentShape, ItemShape } from './shape.ts'

/** What a file of the right shape says, with what it leaves unsaid. Pure. */
export const meaningOf = (shape: AssignmentShape): Assignment => ({
  title: shape.title,
  wrapper: {
    files: shape.wrapper.file.map((glob) => glob.replace(/^(\.\/)+/, '')),
    className: shape.wrapper.class,
  },
  profile: shape.profile ?? 'page',
  features: shape.features ?? [],
  items: shape.points.map(itemOf),
  leftOut: shape['leave-out'] ?? [],
  seeds: shape.seeds,
  limits: {
    seconds: shape.limits?.seconds ?? usualLimits.seconds,
    memoryMiB: shape.limits?.memory ?? usualLimits.memoryMiB,
    diskMiB: shape.limits?.disk ?? usualLimits.diskMiB,
    processes: shape.limits?.processes ?? usualLimits.processes,
  },
  quick: shape.quick ?? false,
})

/**
 * A whole run of a correct wrapper takes some fifteen seconds on two idle cores, one of a wrapper that hangs everywhere
 * some minutes. Each of its lanes is a process, and a Node process has a dozen threads.
 */
export const usualLimits = { seconds: 300, memoryMiB: 512, diskMiB: 64, processes: 1024 } as const

function itemOf(shape: ItemShape): Item {
  const { behaviours = [], group: groups = [], level: levels = [] } = shape
  return {
    title: shape.title ?? [...behaviours, ...groups, ...levels].join(', '),
    behaviours,
    groups,
    levels,
    points:
      shape['points-each'] === undefined ? { together: shape.points ?? 0 } : { each: shape['points-each'] },
    partial: (shape.partial ?? true) ? 'proportional' : 'none',
    hidden: shape.hidden ?? false,
  }
}
