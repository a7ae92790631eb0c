import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import picomatch from 'picomatch'
import type { Assignment } from '../assignment/assignment.ts'
import { quoted } from './caps.ts'
import type { Submission } from './find.ts'
import { isJunk } from './place.ts'

export type FoundWrapper =
  /** From the submission's folder, with `/`. */
  | { readonly kind: 'found'; readonly path: string }
  /** One sentence for the student. */
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Finds the wrapper in an unpacked submission by the assignment's globs: the first that matches exactly one file names
 * it. Folders around all the rest, which archives of a folder have, are looked through. Hidden files and what others have
 * written (node_modules, virtual environments) are no candidates, unless a glob names their folder. Where a file was
 * handed in alone, the platform has named it after the student, so that its ending is enough.
 */
export function findWrapper(
  folder: string,
  { files: globs }: Pick<Assignment['wrapper'], 'files'>,
  kind: Submission['kind'] = 'folder',
): FoundWrapper {
  const all = filesIn(folder)
  let several: readonly string[] = []
  for (const root of rootsOf(folder)) {
    const files = all.filter((file) => file.startsWith(root))
    for (const glob of globs) {
      const isWanted = picomatch(glob)
      const matches = files.filter((file) => isWanted(file.slice(root.length)))
      const own = matches.length > 1 ? matches.filter((file) => !isForeign(file)) : matches
      const [only, second] = own.length > 0 ? own : matches
      if (only !== undefined && second === undefined) return { kind: 'found', path: only }
      if (several.length === 0) several = own.length > 0 ? own : matches
    }
  }
  const [lone] = all
  if (kind === 'file' && lone !== undefined && globs.some((glob) => picomatch(anyWithEndingOf(glob))(lone)))
    return { kind: 'found', path: lone }
  const wanted = globs.map(quoted).join(' or ')
  if (several.length > 0)
    return refused(`The wrapper has to be one file, ${wanted}, but there are several: ${listed(several)}.`)
  return refused(
    all.length === 0
      ? `The wrapper has to be a file ${wanted}, but there is no file at all.`
      : `The wrapper has to be a file ${wanted}, but there is none; found were ${listed(all)}.`,
  )
}

const anyWithEndingOf = (glob: string): string => `*${/\.[^./]*$/.exec(glob)?.[0] ?? ''}`

const refused = (why: string): FoundWrapper => ({ kind: 'refused', why })

function listed(files: readonly string[]): string {
  const own = files.filter((file) => !isForeign(file))
  const shown = own.length > 0 ? own : files
  const rest = files.length - Math.min(shown.length, mostShown)
  const names = shown.slice(0, mostShown).map(quoted).join(', ')
  return rest > 0 ? `${names} and ${rest} more` : names
}

const mostShown = 8

const isForeign = (file: string): boolean =>
  file
    .split('/')
    .some((part) => part.startsWith('.') || ['node_modules', 'venv', '__pycache__'].includes(part))

/** The folder itself, then the only folder in it, if that is all it holds, and so on; each ends with `/` or is empty. */
function rootsOf(folder: string): string[] {
  const roots = ['']
  for (;;) {
    const root = roots.at(-1)!
    const entries = readdirSync(join(folder, root), { withFileTypes: true }).filter(
      ({ name }) => !name.startsWith('.'),
    )
    const [only] = entries
    if (entries.length !== 1 || !only!.isDirectory()) return roots
    roots.push(`${root}${only!.name}/`)
  }
}

/** All files, sorted; links to files are files, links to folders are not looked into. */
function filesIn(folder: string): string[] {
  const files: string[] = []
  const look = (within: string): void => {
    for (const entry of readdirSync(join(folder, within), { withFileTypes: true })) {
      const path = `${within}${entry.name}`
      if (isJunk([entry.name])) continue
      if (entry.isDirectory()) look(`${path}/`)
      else if (entry.isFile() || statSync(join(folder, path)).isFile()) files.push(path)
    }
  }
  look('')
  return files.toSorted()
}
