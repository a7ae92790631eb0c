import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether `path` is `folder` or lies in it; both absolute. Pure. */
export function isIn(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

/** Where programs, their libraries and their settings are installed for everybody. */
export const systemFolders = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/libx32',
  '/etc',
  '/opt',
  '/nix/store',
  '/gnu/store',
] as const

export const isSystem = (path: string): boolean => systemFolders.some((folder) => isIn(folder, path))

/** What shows the system's folders, read-only, as the host has them: some are links to others. */
export const systemWords = (): string[] =>
  systemFolders.flatMap((folder) => {
    if (!existsSync(folder)) return []
    return lstatSync(folder).isSymbolicLink()
      ? ['--symlink', readlinkSync(folder), folder]
      : ['--ro-bind', folder, folder]
  })

/**
 * What makes the folders above these paths, so that every user may go through them: bwrap's own are root's alone. The
 * system's are there, except in what is covered.
 */
export const foldersAbove = (paths: readonly string[], covered: readonly string[]): string[] =>
  [...new Set(paths.flatMap(ancestors))]
    .filter((folder) => !isSystem(folder) || covered.some((cover) => isIn(cover, folder)))
    .flatMap((folder) => ['--dir', folder])

function ancestors(path: string): string[] {
  const above = dirname(path)
  return above === '/' ? [] : [...ancestors(above), above]
}

/** The file or folder that a word of a command names, as a path or as Python's and Node's adapters are told; else undefined. */
export function namedBy(word: string): string | undefined {
  const path = word.startsWith('file://')
    ? fileURLToPath(word)
    : word.startsWith('file:')
      ? word.slice('file:'.length)
      : word
  if (!isAbsolute(path)) return undefined
  return [path, path.replace(/#[^#/]*$/, '')].find((each) => each !== '/' && existsSync(each))
}

/**
 * What a program outside the system's folders needs: itself, and where it was installed, with the libraries that lie
 * there. `personal` are folders that must not come into sight as a whole, such as a home.
 */
export function programPaths(program: string, personal: readonly string[]): string[] {
  const real = realpathSync(program)
  return [...new Set([program, real])].flatMap((file) => {
    const prefix = dirname(dirname(file))
    const isInstalled =
      dirname(file).endsWith('/bin') &&
      prefix !== '/' &&
      !personal.some((folder) => isIn(prefix, folder)) &&
      statSync(prefix).isDirectory()
    return isInstalled ? [prefix] : [file]
  })
}
