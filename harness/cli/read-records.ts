import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Record as RunRecord, recordSchema } from '../record/schema.ts'
import { recordVersion } from '../record/version.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads a file that `--json` wrote, of one wrapper or of several, by its path as it was typed in `folder`; `-` is standard
 * input. Throws UsageError.
 */
export function readRecords(typed: string, folder: string): RunRecord[] {
  const [path, named] = typed === '-' ? [0, 'standard input'] : [resolve(folder, typed), typed]
  return recordsIn(textOf(path, named), named)
}

function textOf(path: string | number, named: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    const next = code === 'EISDIR' ? 'Name the file in it that --json wrote.' : makeOne
    throw new UsageError(`${named} cannot be read: ${reasons[code] ?? code}.`, next)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
}

const makeOne = 'Records are written by run with --json.'

/** The records in the text of a file; `named` is how messages call it. Throws UsageError. Pure. */
export function recordsIn(text: string, named: string): RunRecord[] {
  if (text.trim() === '') throw new UsageError(`${named} is empty.`, makeOne)
  const all = [parsed(text, named)].flat()
  if (all.length === 0)
    throw new UsageError(`${named} holds no record: none of its wrappers could be started.`, makeOne)
  return all.map((each, at) => recordOf(each, all.length === 1 ? named : `${named}, record ${at + 1}`))
}

function parsed(text: string, named: string): unknown {
  try {
    // PowerShell writes a byte order mark before what it redirects.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new UsageError(`${named} is no JSON: ${(error as Error).message}.`, makeOne)
  }
}

function recordOf(value: unknown, named: string): RunRecord {
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'string' && version.startsWith('wouldblock/') && version !== recordVersion)
    throw new UsageError(
      `${named} is ${version}; this wouldblock reads ${recordVersion}.`,
      'Run the wrapper again, or use the wouldblock that wrote it.',
    )
  const read = recordSchema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  throw new UsageError(`${named} is no record${where}: ${issue?.message ?? 'another shape'}.`, makeOne)
}
