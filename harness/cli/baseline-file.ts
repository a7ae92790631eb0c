import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Beside, besideBaseline } from '../../reports/baseline.ts'
import { type Baseline, baselineSchema, baselineVersion, textOf } from '../baseline/baseline.ts'
import { checkBaseline } from '../baseline/check.ts'
import { updated } from '../baseline/update.ts'
import type { Scenario } from '../engine/behaviour.ts'
import type { Record as RunRecord } from '../record/schema.ts'
import { userFolder } from './package-root.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

/** Known failures, as read before a run, which is then held to them. */
export interface KnownFailures {
  /** What a record comes to beside them. With `--update-baseline` the file is written first. */
  beside(record: RunRecord): Beside
}

/** Reads a baseline; one that is to be written need not be there yet. Throws UsageError. */
export function openBaseline(typed: string, update: boolean, catalogue: readonly Scenario[]): KnownFailures {
  const file = resolve(userFolder(), typed)
  const before = read(file, typed, update)
  if (update) refuseUnwritable(file, '--baseline')
  const ids = catalogue.flatMap(({ behaviours }) => behaviours.map(({ id }) => id))
  return {
    beside(record) {
      const { behaviours } = record
      if (!update) return besideBaseline(checkBaseline(before.known, behaviours, new Set(ids)))
      if (isNotLoaded(record))
        return {
          ...besideBaseline(checkBaseline([], behaviours, new Set(ids))),
          said: ['The baseline is as it was: of a wrapper that cannot be loaded nothing is known.'],
        }
      const known = [...updated(before.known, behaviours, ids)]
      writeWhole(file, textOf({ version: baselineVersion, known }), '--baseline')
      const { conclusion } = besideBaseline(checkBaseline(known, behaviours, new Set(ids)))
      return { conclusion, said: [`${typed} now lists ${count(known.length)}.`] }
    },
  }
}

const count = (entries: number): string =>
  entries === 1 ? '1 known failure' : `${entries === 0 ? 'no' : entries} known failures`

const isNotLoaded = ({ behaviours }: RunRecord): boolean =>
  behaviours.every(({ verdict, trials }) => verdict === 'fail' && trials === 0)

function read(file: string, typed: string, mayBeMissing: boolean): Baseline {
  const text = textIn(file, typed, mayBeMissing)
  if (text === undefined) return { version: baselineVersion, known: [] }
  const result = baselineSchema.safeParse(parsed(text, typed))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  throw new UsageError(`${typed} is no baseline${where}: ${issue?.message ?? 'another shape'}.`, makeOne)
}

function textIn(file: string, typed: string, mayBeMissing: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && mayBeMissing) return undefined
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code
    throw new UsageError(`${typed} cannot be read: ${why}.`, makeOne)
  }
}

function parsed(text: string, typed: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${typed} is no JSON: ${(error as Error).message}.`, makeOne)
  }
}

const makeOne = 'run --baseline FILE --update-baseline writes one.'
