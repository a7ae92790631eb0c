import {
  accessSync,
  constants,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UsageError } from './usage-error.ts'

/** Throws UsageError unless a file of this name can be written, before a run has cost anybody's time. */
export function refuseUnwritable(path: string, option = '--json'): void {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isDirectory()) throw new UsageError(`${option} ${path} is a folder.`, 'Name a file in it.')
    if (stat) accessSync(path, constants.W_OK)
    if (isReplaceable(stat)) {
      // Nothing is made to try: it would stay behind if the command were killed just then.
      accessSync(dirname(targetOf(path)), constants.W_OK | constants.X_OK)
      lstatSync(besides(path), { throwIfNoEntry: false })
    }
  } catch (error) {
    throw unwritable(path, option, error)
  }
}

/**
 * Writes a file whole or not at all: aside first, then in its place. What is no regular file, such as /dev/stdout or a
 * pipe, is written to as it is. Throws UsageError where that fails.
 */
export function writeWhole(path: string, text: string, option = '--json'): void {
  try {
    if (!isReplaceable(statSync(path, { throwIfNoEntry: false }))) {
      writeFileSync(path, text)
      return
    }
    const aside = besides(path)
    try {
      writeFileSync(aside, text, { flag: 'wx' })
      renameSync(aside, targetOf(path))
    } catch (error) {
      rmSync(aside, { force: true })
      throw error
    }
  } catch (error) {
    throw unwritable(path, option, error)
  }
}

const isReplaceable = (stat: Stats | undefined): boolean => stat === undefined || stat.isFile()

/** In the same folder, since renaming does not cross file systems. */
function besides(path: string): string {
  const target = targetOf(path)
  return join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
}

/** Where a link leads, so that the link stays a link. */
function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function unwritable(path: string, option: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  return new UsageError(
    `${option} ${path} cannot be written: ${reasons[code] ?? code}.`,
    'Name another file.',
  )
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENAMETOOLONG: 'the name is too long',
}
