import { plural } from '../../../reports/text/words.ts'
import type { Record as RunRecord } from '../../record/schema.ts'
import type { Assignment, Item } from './assignment.ts'
import { deniedStage } from './fate.ts'
import type { Decided } from './score.ts'

interface DecidedItem {
  readonly item: Item
  readonly all: readonly Decided[]
}

/** For the student: what explains more than one behaviour. Nothing hidden has a part in it. */
export function notesOn(
  { limits }: Pick<Assignment, 'limits'>,
  decided: readonly DecidedItem[],
  unusable: string | undefined,
): string[] {
  if (unusable !== undefined) return [unusable]
  const shown = decided.filter(({ item }) => !item.hidden).flatMap(({ all }) => all)
  const undecided = shown.filter(({ fate }) => fate === 'undecided').length
  const notes: string[] = []
  const load = failedLoad(shown)
  if (load !== undefined) notes.push(load)
  if (shown.some(isOutOfTime))
    notes.push(
      `Its ${plural(limits.seconds, 'second')} were over before all had been tried: what had not been seen to work by then earns nothing.`,
    )
  if (undecided > 0)
    notes.push(`${plural(undecided, 'behaviour')} could not be decided yet: an instructor will look at it.`)
  return notes
}

/** For the instructor: what has to be looked at, and what does not count here. */
export function remarksOn(
  decided: readonly DecidedItem[],
  records: { readonly visible: RunRecord | undefined; readonly hidden: RunRecord | undefined },
  unusable: string | undefined,
): string[] {
  if (unusable !== undefined) return []
  return decided.flatMap(({ item, all }) => {
    const part = item.hidden ? 'hidden' : 'visible'
    const record = records[part]
    const of = `of "${item.title}"`
    const undecided = all.filter(({ fate }) => fate === 'undecided')
    if (!record) return [`Nothing ${of} has been decided: its ${part} run never ended.`]
    const remarks = undecided.map(({ behaviour, result }) => {
      const denied = result?.verdict === 'unsupported' ? deniedStage(behaviour, record) : undefined
      const why =
        denied === undefined
          ? (result?.happened ?? 'it is missing from the record')
          : `its adapter can stage ${denied}, and did not say so, which a submission may have brought about`
      const own =
        result?.verdict === 'inconclusive' && result.cause === 'bug'
          ? 'the suite itself failed, please report it: '
          : ''
      return `${behaviour.id} is undecided: ${own}${why}.`
    })
    if (item.hidden && all.some(isOutOfTime))
      remarks.push(`The time was over before all ${of} had been tried.`)
    if (all.length > 0 && all.every(({ fate }) => fate === 'unstaged'))
      remarks.push(`Nothing ${of} can be staged on this machine: its points count for nobody.`)
    return remarks
  })
}

const isOutOfTime = ({ result }: Decided): boolean =>
  result?.verdict === 'inconclusive' && result.cause === 'time'

/** Why nothing at all could be loaded, if so. */
function failedLoad(all: readonly Decided[]): string | undefined {
  const [first, ...others] = all.map(({ result }) => result)
  if (first?.verdict !== 'fail' || first.cause !== 'crash' || first.happened === null) return undefined
  const isSame = others.every((other) => other?.verdict === 'fail' && other.happened === first.happened)
  return isSame && first.trials === 0 ? first.happened : undefined
}
