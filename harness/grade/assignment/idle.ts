import { didYouMean } from '../../cli/nearest.ts'
import type { Behaviour, Scenario } from '../../engine/behaviour.ts'
import { globToRegExp } from '../../engine/plan.ts'
import type { Assignment, Item } from './assignment.ts'
import { counted, groupOf, selects, whyItCannotCount } from './counted.ts'
import type { Path } from './yaml.ts'

/** What is wrong with a value, and what to do about it; whoever knows the file adds the place. */
export interface Finding {
  readonly path: Path
  readonly what: string
  readonly next: string
}

/** Everything that selects nothing: surely a mistake, and points that nobody could earn. Pure. */
export function idleSelections(assignment: Assignment, catalogue: readonly Scenario[]): Finding[] {
  const all = catalogue.flatMap(({ behaviours }) => behaviours)
  const ids = all.map(({ id }) => id)
  const groups = [...new Set(ids.map(groupOf))]
  const taken = counted(assignment, catalogue)

  const matched = (glob: string): Behaviour[] => all.filter(({ id }) => globToRegExp(glob).test(id))
  const unmatched = (glob: string, path: Path): Finding => ({
    path,
    what: `"${glob}" matches no behaviour.`,
    next: `${didYouMean(glob, ids)}"wouldblock list" shows them all.`,
  })

  /** Of one glob or group of an item: matches nothing, nothing that counts, or nothing that is left. */
  const idle = (typed: string, matches: readonly Behaviour[], index: number, path: Path): Finding[] => {
    const [first] = matches
    if (!first) return []
    const reasons = matches.map((behaviour) => whyItCannotCount(behaviour, assignment))
    if (reasons.every((reason) => reason !== undefined))
      return [
        { path, what: `"${typed}" earns nothing: ${first.id} ${reasons[0]}.`, next: remedyFor(reasons[0]) },
      ]
    const open = matches.filter(
      (behaviour, at) => reasons[at] === undefined && selects(assignment.items[index]!, behaviour),
    )
    const earlier = taken.findIndex(({ behaviours }) => behaviours.includes(open[0]!))
    const isLeft = open.some((behaviour) => taken[index]!.behaviours.includes(behaviour))
    if (open.length === 0 || isLeft) return []
    return [
      {
        path,
        what: `"${typed}" selects nothing that earlier items have left: ${open[0]!.id} counts for item ${earlier + 1}.`,
        next: 'A behaviour counts for the first item that selects it: move this item up, or narrow the earlier one.',
      },
    ]
  }

  const ofItem = (item: Item, index: number): Finding[] => {
    const here = ['points', index] as const
    const findings = [
      ...item.behaviours.flatMap((glob, at) => {
        const path = [...here, 'behaviours', at]
        const matches = matched(glob)
        return matches.length === 0 ? [unmatched(glob, path)] : idle(glob, matches, index, path)
      }),
      ...item.groups.flatMap((group, at) => {
        const path = [...here, 'group', at]
        if (groups.includes(group))
          return idle(
            group,
            all.filter(({ id }) => groupOf(id) === group),
            index,
            path,
          )
        const next = `${didYouMean(group, groups)}Groups are ${groups.join(', ')}.`
        return [{ path, what: `There is no group "${group}".`, next }]
      }),
    ]
    if (findings.length > 0 || taken[index]!.behaviours.length > 0) return findings
    const wanted = all.filter((each) => selects(item, each) && !whyItCannotCount(each, assignment))
    return [
      wanted.length === 0
        ? {
            path: here,
            what: `Item ${index + 1} selects nothing: no behaviour that counts is all of that at once.`,
            next: 'Leave out one of behaviours, group and level; "wouldblock list" takes them as --only, --group and --level.',
          }
        : {
            path: here,
            what: `Item ${index + 1} selects nothing that earlier items have left.`,
            next: 'A behaviour counts for the first item that selects it: move this item up, or narrow the earlier ones.',
          },
    ]
  }

  return [
    ...assignment.leftOut.flatMap((glob, at) =>
      matched(glob).length === 0 ? [unmatched(glob, ['leave-out', at])] : [],
    ),
    ...assignment.items.flatMap((item, index) =>
      item.behaviours.length + item.groups.length + item.levels.length === 0 ? [] : ofItem(item, index),
    ),
  ]
}

function remedyFor(reason: string | undefined): string {
  const feature = /needs the feature ([\w-]+)/.exec(reason ?? '')?.[1]
  return feature === undefined
    ? 'Leave it out here.'
    : `Add ${feature} to "features", which then demands it of every submission, or leave this out.`
}
