import type { BehaviourResult } from '../../harness/record/schema.ts'
import { type Standing, standingOf } from '../text/standing.ts'
import { plural } from '../text/words.ts'
import { explanation, title } from './explanation.ts'
import { hanging, labelled, type Page } from './page.ts'
import { type Alike, sets } from '../text/alike.ts'

/** So many are told with their timelines; more would bury the first. */
const mostTimelines = 6

/** So many of those that fail for one reason are named. */
const mostNames = 12

/** What is not green, the gravest first, each cause once. `stacks`: whole stacks of the suite's own bugs. */
export function problems(behaviours: readonly BehaviourResult[], page: Page, stacks: boolean): string[] {
  const of = (standing: Standing): BehaviourResult[] =>
    behaviours.filter((result) => standingOf(result) === standing)
  const untested = of('untested')
  const told = [...of('fail'), ...of('warning'), ...of('differs'), ...of('inconclusive')]
  let timelines = 0
  const blocks = sets(told, sameWithoutTrial).map((alike) => {
    const [first] = alike
    if (alike.length > 1) return reason(alike, alike.length === behaviours.length, page)
    if (first.trace.length > 0) timelines++
    const shadows = untested.filter(({ because }) => because === first.id)
    return explanation(first, shadows, page, { timeline: timelines <= mostTimelines, stack: stacks })
  })
  // Their cause is told above, unless it was not part of this run.
  const orphans = untested.filter(({ because }) => !told.some(({ id }) => id === because))
  const unseen = [
    ...sets(orphans, ({ because }) => because ?? ''),
    ...sets(of('unsupported'), ({ cause, happened }) => `${cause} ${happened}`),
  ]
  return [
    ...blocks,
    ...(timelines > mostTimelines ? [leftOut(timelines - mostTimelines, page)] : []),
    ...unseen.map((alike) => reason(alike, false, page)),
  ]
}

/** What was decided without any trial may be decided for many in the same words. */
const sameWithoutTrial = (result: BehaviourResult): string =>
  result.trials > 0
    ? result.id
    : [standingOf(result), result.cause, result.expected, result.happened].join('\n')

/** The one reason of several, and who they are. */
function reason(alike: Alike, everything: boolean, page: Page): string {
  const [{ id, expected, happened, hint }] = alike
  const names = alike.slice(0, mostNames).map((each) => each.id)
  const more = alike.length - names.length
  const named = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return [
    title(alike, page),
    ...(expected === null ? [] : [labelled(page, 'expected', expected)]),
    ...(happened === null ? [] : [labelled(page, expected === null ? 'because' : 'happened', happened)]),
    ...(expected !== null && alike.every((each) => each.hint === hint) ? [labelled(page, 'hint', hint)] : []),
    ...(everything || named === id ? [] : [labelled(page, 'these', named)]),
  ].join('\n')
}

const leftOut = (timelines: number, page: Page): string =>
  page.paint.dim(
    hanging(
      page,
      `${plural(timelines, 'timeline')} left out: --only one of these shows its own, and --json holds all.`,
      0,
    ),
  )
