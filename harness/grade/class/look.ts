import { amended } from '../../record/amend.ts'
import type { BehaviourResult, Record as RunRecord } from '../../record/schema.ts'
import type { Examination } from '../examine/examine.ts'
import type { Part, PartName } from '../examine/job.ts'

/** What is known of a submission after one or more examinations. Plain data, so that it can be stored. */
export interface Look {
  /** The wrapper's path in the submission; null where there is nothing to examine. */
  readonly wrapper: string | null
  readonly records: Examination['records']
  readonly notes?: Examination['notes']
  readonly end:
    | Examination['end']
    /** There is nothing to examine, and it is the submission's doing; `why` is one sentence for the student. */
    | { readonly kind: 'unusable'; readonly why: string }
}

/**
 * What another look, with nothing beside it, may settle: what could not be decided, and all of an examination that did
 * not come to its end. Empty if nothing. Pure.
 */
export function doubtsOf({ records, end }: Look, parts: readonly Part[]): Part[] {
  if (end.kind === 'unusable' || end.kind === 'refused') return []
  return parts.flatMap((part) => {
    const record = records[part.name]
    const behaviours = record ? undecided(record.behaviours) : part.behaviours
    return behaviours.length > 0 ? [{ ...part, behaviours }] : []
  })
}

/** A bug of the suite is the same when looked at again. */
function undecided(behaviours: readonly BehaviourResult[]): string[] {
  const open = new Set(
    behaviours
      .filter(({ verdict, cause }) => verdict === 'inconclusive' && cause !== 'bug')
      .map(({ id }) => id),
  )
  return behaviours
    .filter(({ id, verdict, because }) => open.has(id) || (verdict === 'untested' && open.has(because ?? '')))
    .map(({ id }) => id)
}

/** A look in which what a second examination has shown takes the place of what was in doubt. Pure. */
export function settled(first: Look, second: Examination): Look {
  const names: readonly PartName[] = ['visible', 'hidden']
  const records: Partial<Record<PartName, RunRecord>> = {}
  for (const name of names) {
    const [before, later] = [first.records[name], second.records[name]]
    const record = before && later ? amended(before, later) : (later ?? before)
    if (record) records[name] = record
  }
  const notes = [...new Set([...(first.notes ?? []), ...(second.notes ?? [])])]
  return { ...first, records, ...(notes.length === 0 ? {} : { notes }), end: second.end }
}
