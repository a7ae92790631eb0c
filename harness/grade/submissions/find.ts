import { type Dirent, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../../cli/usage-error.ts'
import { foldersOf, nameOf } from './names.ts'

/** What one student handed in, as it lies in the folder of the class. */
export interface Submission {
  /** Of its folder, or of its file or archive without the ending. Unique in a class; may hold any character. */
  readonly name: string
  /** The folder of its results: safe as a file name, and unique in a class where upper and lower case are one, too. */
  readonly folder: string
  /** `other`: a link, a pipe and the like, which nobody can unpack. */
  readonly kind: 'folder' | 'file' | 'archive' | 'other'
  /** Absolute; bytes, since names on Linux need be no UTF-8. */
  readonly path: Buffer
}

/**
 * The submissions in the folder of a class, sorted by name: each folder, file and archive in it, but for hidden ones,
 * for `others` (paths of what lies there for another purpose), and for what no submission can be (see `besides`). Throws
 * UsageError where the folder cannot be read or two submissions have one name.
 */
export function findSubmissions(folder: string, others: readonly string[] = []): Submission[] {
  const found = entriesOf(folder)
    .filter((entry) => isSubmission(entry, folder, others))
    .map((entry) => ({ ...kindOf(entry), file: nameOf(entry.name), path: pathOf(folder, entry) }))
  refuseDoubles(found)
  const folders = foldersOf(found.map(({ name }) => name))
  return found
    .map(({ name, kind, path }) => ({ name, folder: folders.get(name)!, kind, path }))
    .toSorted((a, b) => byCodeUnits(a.name, b.name))
}

/**
 * The names of visible files in the folder of a class that are taken for no submission, to be told of, but for `others`,
 * which whoever names them knows of; sorted.
 */
export const besides = (folder: string, others: readonly string[] = []): string[] =>
  entriesOf(folder)
    .filter((entry) => !isHidden(entry) && !isSubmission(entry, folder, []))
    .filter((entry) => !isAmong(entry, folder, others))
    .map((entry) => nameOf(entry.name))
    .toSorted(byCodeUnits)

/** The same everywhere, which the order of a language is not. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Entry = Dirent<Buffer>

function entriesOf(folder: string): Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new UsageError(
      `${folder} cannot be read: ${reasons[code] ?? code}.`,
      'Name the folder of the class, with a folder, a file or an archive for each student.',
    )
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is no folder',
  EACCES: 'permission denied',
}

const pathOf = (folder: string, { name }: Entry): Buffer =>
  Buffer.concat([Buffer.from(`${resolve(folder)}/`), name])

const isHidden = ({ name }: Entry): boolean => /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i.test(nameOf(name))

function isSubmission(entry: Entry, folder: string, others: readonly string[]): boolean {
  if (isHidden(entry)) return false
  if (isAmong(entry, folder, others)) return false
  // What teachers keep beside a class, and what is a wrapper in no language.
  return entry.isDirectory() || !/\.(json|ya?ml|csv|md)$/i.test(nameOf(entry.name))
}

function isAmong(entry: Entry, folder: string, paths: readonly string[]): boolean {
  const path = pathOf(folder, entry)
  return paths.some((each) => path.equals(Buffer.from(resolve(each))))
}

function kindOf(entry: Entry): Pick<Submission, 'name' | 'kind'> {
  const file = nameOf(entry.name)
  if (entry.isDirectory()) return { kind: 'folder', name: file }
  const [archive] = archiveEnding.exec(file) ?? []
  const ending = archive ?? /\.[a-z0-9]+$/i.exec(file)?.[0] ?? ''
  const name = file.slice(0, file.length - ending.length)
  if (!entry.isFile()) return { kind: 'other', name }
  return { kind: archive === undefined ? 'file' : 'archive', name }
}

/** Those that cannot be unpacked here as well: their students are told so. */
const archiveEnding = /\.(tar(\.(gz|bz2|xz|zst|lz|z))?|tgz|tbz2?|txz|zip|rar|7z|gz|bz2|xz|zst)$/i

function refuseDoubles(found: readonly { readonly name: string; readonly file: string }[]): void {
  const first = new Map<string, string>()
  for (const { name, file } of found) {
    const before = first.get(name)
    first.set(name, file)
    if (before === undefined) continue
    const files = [before, file].toSorted(byCodeUnits).map((each) => JSON.stringify(each))
    throw new UsageError(
      `${JSON.stringify(name)} has handed in more than once: ${files.join(' and ')}.`,
      'Leave the one that counts, and move the others out of the folder.',
    )
  }
}
