import type { Page } from '../../reports/terminal/page.ts'
import { cut, padded, widthOf } from '../../reports/text/width.ts'
import { plural } from '../../reports/text/words.ts'
import type { Behaviour, Scenario } from '../engine/behaviour.ts'
import { select } from '../engine/plan.ts'
import { didYouMean } from './nearest.ts'
import { readLevel, refuseIdleGlobs } from './selection.ts'
import { UsageError } from './usage-error.ts'

/** Options of `list` as they were typed. */
export interface ListOptions {
  readonly only: readonly string[]
  readonly level?: string
  readonly group?: string
  readonly json?: string
}

/** One behaviour, as `list --json` has it. */
export interface Listed {
  readonly id: string
  readonly group: string
  readonly level: Behaviour['level']
  readonly tier: Behaviour['tier']
  readonly source: string
  readonly features: readonly string[]
  readonly stages: readonly string[]
  readonly says: string
}

/** The part of the catalogue that was asked for, in its order. Throws UsageError where that is nothing. */
export function list(catalogue: readonly Scenario[], options: ListOptions): Listed[] {
  refuseIdleGlobs(catalogue, options.only)
  const selection = { only: options.only, level: readLevel(options.level) }
  const all = (['wrapper', 'program'] as const)
    .flatMap((subject) => select(catalogue, subject, selection))
    .map(listed)
  const groups = [...new Set(catalogue.flatMap(({ behaviours }) => behaviours.map(({ id }) => groupOf(id))))]
  const { group } = options
  if (group !== undefined && !groups.includes(group))
    throw new UsageError(
      `--group ${group}: there is no such group.`,
      `${didYouMean(group, groups)}Groups are ${groups.join(', ')}.`,
    )
  const found = all.filter((each) => group === undefined || each.group === group)
  if (found.length > 0) return found
  throw new UsageError(
    'No behaviour is all of that at once.',
    'Leave out one of --only, --level and --group.',
  )
}

/** As text, a line for each. */
export function listText(found: readonly Listed[], page: Page): string {
  const { bold, dim } = page.paint
  const groups = [...new Set(found.map(({ group }) => group))]
  const idColumns = Math.max(...found.map(({ id }) => widthOf(id)))
  const blocks = groups.map((group) => {
    const members = found.filter((each) => each.group === group)
    const lines = members.map(({ id, level, says }) => {
      const left = `  ${padded(id, idColumns)}  ${padded(level, levelColumns)}  `
      return `${left}${dim(cut(says, Math.max(shortestSentence, page.columns - widthOf(left))))}`
    })
    return [`${bold(group)}: ${members.length}`, ...lines].join('\n')
  })
  const total = `${plural(found.length, 'behaviour')} in ${plural(groups.length, 'group')}; "wouldblock explain <id>" tells more of one.`
  return `${[...blocks, total].join('\n\n')}\n`
}

const levelColumns = 'should'.length
const shortestSentence = 20

const groupOf = (id: string): string => id.split('.')[0] ?? id

const listed = ({ id, level, tier, source, features, stages, says }: Behaviour): Listed => ({
  id,
  group: groupOf(id),
  level,
  tier,
  source,
  features: features ?? [],
  stages: stages ?? [],
  says,
})
