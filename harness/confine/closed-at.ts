import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The first folder on the way to a file that others may not pass, or the file, if they may not read it. */
export function closedAt(path: string): string | undefined {
  for (const way of [path, realpathSync(path)]) {
    if ((statSync(way).mode & 0o004) === 0) return way
    for (let folder = dirname(way); folder !== dirname(folder); folder = dirname(folder))
      if ((statSync(folder).mode & 0o001) === 0) return folder
  }
  return undefined
}

/** Of these paths, those that every user of this machine may read. */
export const readByAll = (paths: readonly string[]): string[] =>
  paths.filter((path) => existsSync(path) && closedAt(path) === undefined)
