import type { Behaviour, Scenario } from '../../engine/behaviour.ts'
import { decidedByDeclaration, globToRegExp, select, selectsAll } from '../../engine/plan.ts'
import type { Assignment, Item } from './assignment.ts'

/** An item, and the behaviours that it earns points for. */
export interface CountedItem {
  readonly item: Item
  readonly behaviours: readonly Behaviour[]
}

type Demanded = Pick<Assignment, 'features' | 'leftOut' | 'profile'>

/** What earns points: each behaviour for the first item that selects it. In the order of the items and of the catalogue. */
export function counted(
  assignment: Demanded & Pick<Assignment, 'items'>,
  catalogue: readonly Scenario[],
): CountedItem[] {
  let left = countable(assignment, catalogue)
  return assignment.items.map((item) => {
    const behaviours = left.filter((behaviour) => selects(item, behaviour))
    left = left.filter((behaviour) => !behaviours.includes(behaviour))
    return { item, behaviours }
  })
}

/** The ids that are run for the visible items, or for the hidden ones. */
export const idsOf = (items: readonly CountedItem[], { hidden }: { readonly hidden: boolean }): string[] =>
  items
    .filter(({ item }) => item.hidden === hidden)
    .flatMap(({ behaviours }) => behaviours.map(({ id }) => id))

/** The behaviours that could earn points in this assignment. */
export const countable = (assignment: Demanded, catalogue: readonly Scenario[]): Behaviour[] =>
  select(catalogue, 'wrapper', selectsAll).filter(
    (behaviour) => whyItCannotCount(behaviour, assignment) === undefined,
  )

/** Why a behaviour earns nothing for anyone, as the end of a sentence about it; undefined where it may. */
export function whyItCannotCount(behaviour: Behaviour, assignment: Demanded): string | undefined {
  const { id, level, features = [], stages = [] } = behaviour
  if (id.startsWith('program.')) return 'is about whole programs, and submissions are classes'
  if (assignment.leftOut.some((glob) => globToRegExp(glob).test(id))) return 'is left out by "leave-out"'
  if (level === 'note') return 'only records which of several right ways a wrapper takes'
  const missing = features.find((feature) => !assignment.features.includes(feature))
  if (missing !== undefined) return `needs the feature ${missing}, which "features" does not list`
  // Whatever can be staged somewhere, beside a wrapper that declares what is demanded and no variants.
  const plain = {
    name: '',
    version: '',
    language: '',
    features: assignment.features,
    stages,
    variants: undefined,
  }
  const verdict = decidedByDeclaration(behaviour, plain, assignment.profile)
  return verdict?.verdict === 'unsupported' && verdict.cause === 'wrapper'
    ? `says nothing of wrappers as the page has them: ${verdict.happened}`
    : undefined
}

export const selects = ({ behaviours, groups, levels }: Item, { id, level }: Behaviour): boolean =>
  (behaviours.length === 0 || behaviours.some((glob) => globToRegExp(glob).test(id))) &&
  (groups.length === 0 || groups.includes(groupOf(id))) &&
  (levels.length === 0 || levels.includes(level))

export const groupOf = (id: string): string => id.split('.')[0] ?? id
