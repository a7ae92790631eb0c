import { didYouMean } from '../../cli/nearest.ts'
import type { Scenario } from '../../engine/behaviour.ts'
import type { Assignment } from './assignment.ts'
import { type Finding, idleSelections } from './idle.ts'
import type { AssignmentShape } from './shape.ts'

/** What a file of the right shape says that cannot be meant. Pure. */
export const senseless = (
  shape: AssignmentShape,
  assignment: Assignment,
  catalogue: readonly Scenario[],
): Finding[] => [
  ...strayFiles(shape),
  ...unknownFeatures(assignment, catalogue),
  ...sameSeeds(assignment),
  ...unclearPoints(shape),
  ...sameTitles(assignment),
  ...idleSelections(assignment, catalogue),
]

/** Paths that no file in a submission has. */
const strayFiles = ({ wrapper }: AssignmentShape): Finding[] =>
  wrapper.file.flatMap((glob, at) => {
    const stray = /^([/~]|[a-z]:)/i.test(glob) || /(^|\/)\.\.(\/|$)/.test(glob) || glob.includes('\\')
    if (!stray) return []
    const what = `"${glob}" is no path in a submission's folder.`
    return [
      { path: ['wrapper', 'file', at], what, next: "Write a glob from that folder on, with /: 'src/*.py'." },
    ]
  })

function unknownFeatures({ features }: Assignment, catalogue: readonly Scenario[]): Finding[] {
  const known = [
    ...new Set(catalogue.flatMap(({ behaviours }) => behaviours.flatMap((each) => each.features ?? []))),
  ].toSorted()
  return features.flatMap((feature, at) =>
    known.includes(feature)
      ? []
      : [
          {
            path: ['features', at],
            what: `There is no feature "${feature}".`,
            next: `${didYouMean(feature, known)}Features are ${known.join(', ')}.`,
          },
        ],
  )
}

const sameSeeds = ({ seeds }: Assignment): Finding[] =>
  seeds.visible === seeds.hidden
    ? [
        {
          path: ['seeds', 'hidden'],
          what: 'The hidden seed is the visible one: who knows what is drawn for one knows it for the other.',
          next: 'Give hidden another number, and show it to no one.',
        },
      ]
    : []

function unclearPoints({ points }: AssignmentShape): Finding[] {
  const findings = points.flatMap((item, at): Finding[] => {
    const path = ['points', at]
    const unclear = (what: string, next: string): Finding => ({ path, what: `Item ${at + 1} ${what}.`, next })
    const { behaviours, group, level, points: together, 'points-each': each } = item
    const found: Finding[] = []
    if (!behaviours && !group && !level)
      found.push(
        unclear(
          'selects nothing: it has no behaviours, group or level',
          "For all that is left: behaviours: '*'",
        ),
      )
    if (together === undefined && each === undefined)
      found.push(
        unclear(
          'has no points',
          'Add points (for the whole item) or points-each (for each behaviour in it).',
        ),
      )
    if (together !== undefined && each !== undefined)
      found.push(unclear('has both points and points-each', 'Leave out one of the two.'))
    return found
  })
  if (findings.length === 0 && points.every((item) => (item.points ?? item['points-each']) === 0))
    return [{ path: ['points'], what: 'There are no points to earn.', next: 'Give one item more than 0.' }]
  return findings
}

/** Grades are told apart by them. */
const sameTitles = ({ items }: Assignment): Finding[] =>
  items.flatMap(({ title }, at) => {
    const first = items.findIndex((item) => item.title === title)
    if (first === at || title === '') return []
    const what = `Items ${first + 1} and ${at + 1} are both called "${title}".`
    return [{ path: ['points', at], what, next: 'Give one of them another title.' }]
  })
