import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Scenario } from '../engine/behaviour.ts'
import { classFiles } from '../grade/class/class-files.ts'
import { type Class, classSchema, gradeVersion } from '../grade/grade.ts'
import { merge, type Part } from '../grade/merge.ts'
import { foldersOf } from '../grade/submissions/names.ts'
import { tellClass } from './class-outcome.ts'
import type { ExitCode } from './exit-codes.ts'
import { userFolder } from './package-root.ts'
import { UsageError } from './usage-error.ts'
import { writeWhole } from './write-file.ts'

export interface TypedMergeOptions {
  readonly out: string
  readonly color: boolean
}

/**
 * Joins the results of all shards of a class in one folder, as if the class had been graded whole. Throws UsageError, before
 * anything is written, for what are not all shards of one class, each once.
 */
export function mergeCommand(
  catalogue: readonly Scenario[],
  typed: readonly string[],
  options: TypedMergeOptions,
): ExitCode {
  const merged = mergeFolders(catalogue, typed, options.out)
  return tellClass(merged, resolve(userFolder(), options.out), options.color)
}

/** What `mergeCommand` does, without telling of it. */
export function mergeFolders(
  catalogue: readonly Scenario[],
  typed: readonly string[],
  typedOut: string,
): Class {
  const out = resolve(userFolder(), typedOut)
  const parts = typed.map((folder) => ({ folder: resolve(userFolder(), folder), ...readPart(folder) }))
  if (existsSync(out) && parts.some(({ folder }) => realpathSync(folder) === realpathSync(out)))
    throw new UsageError(`--out ${typedOut} is one of the shards.`, 'Name another folder, which may be new.')
  const merged = merge(parts)
  const folders = foldersOf(merged.students)
  const all = parts.flatMap(({ named, folder, graded }) =>
    graded.grades.map(({ student }) => ({ student, named, folder, name: folders.get(student)! })),
  )
  for (const { student, named, folder, name } of all)
    if (!existsSync(join(folder, name, 'grade.json')))
      throw new UsageError(
        `${named} holds a grade of ${JSON.stringify(student)}, but ${name}/grade.json is not there.`,
        'Grade that shard again: only what is missing is examined.',
      )
  makeFolder(out, typedOut)
  for (const { folder, name } of all) bring(name, folder, out)
  // Last: whoever finds them finds all that they tell of.
  for (const [name, text] of Object.entries(classFiles(merged, catalogue)))
    writeWhole(join(out, name), text, '--out')
  return merged
}

function readPart(typed: string): Part {
  const file = join(typed, 'class.json')
  const next =
    'Name the folders that grade --shard was told by --out; one that is not finished has to be graded on.'
  let value: unknown
  try {
    value = JSON.parse(readFileSync(resolve(userFolder(), file), 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file' : (error as Error).message
    throw new UsageError(`${file} cannot be read: ${why}.`, next)
  }
  const read = classSchema.safeParse(value)
  if (read.success) return { named: typed, graded: read.data }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version !== gradeVersion)
    throw new UsageError(
      `${file} is of version ${version}; this wouldblock reads ${gradeVersion}.`,
      'Use the same wouldblock for all shards and for merging them.',
    )
  const where = read.error.issues[0]?.path.join('.') ?? ''
  throw new UsageError(`${file} is no result of a class${where && `, at ${where}`}.`, next)
}

function makeFolder(out: string, typed: string): void {
  try {
    mkdirSync(out, { recursive: true })
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(`--out ${typed} cannot be made: ${code}.`, 'Name another folder.')
  }
}

/** Copies one submission's results, whole or not at all. */
function bring(name: string, from: string, to: string): void {
  const aside = join(to, '.merging.tmp')
  rmSync(aside, { recursive: true, force: true })
  cpSync(join(from, name), aside, { recursive: true })
  rmSync(join(to, name), { recursive: true, force: true })
  renameSync(aside, join(to, name))
}
