import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs'
import { nameOf } from './names.ts'
import { isJunk } from './place.ts'

/** Something in a folder that was handed in. */
export interface Found {
  /** From the folder, with `/`, as text. */
  readonly name: string
  /** Absolute, as it is. */
  readonly path: Buffer
  readonly kind: 'folder' | 'file' | 'link' | 'other'
  /** Bytes; of files. */
  readonly size: number
  readonly executable: boolean
}

/**
 * All that a folder holds, each folder before what is in it, sorted by bytes; links are not followed, and what archivers
 * and version control add is left out. Folders more than `depth` deep are named and not entered. Throws what the file
 * system throws.
 */
export function* tree(folder: Buffer, depth: number, within = ''): Generator<Found> {
  const names = readdirSync(folder, { encoding: 'buffer' }).toSorted(Buffer.compare)
  for (const bytes of names) {
    const name = nameOf(bytes)
    if (isJunk([name])) continue
    const path = Buffer.concat([folder, Buffer.from('/'), bytes])
    const stat = lstatSync(path)
    const kind = stat.isDirectory()
      ? 'folder'
      : stat.isFile()
        ? 'file'
        : stat.isSymbolicLink()
          ? 'link'
          : 'other'
    const found = {
      name: within + name,
      path,
      kind,
      size: stat.size,
      executable: (stat.mode & 0o100) !== 0,
    } as const
    yield found
    if (kind === 'folder' && depth > 0) yield* tree(path, depth - 1, `${found.name}/`)
  }
}

export const targetOf = ({ path }: Pick<Found, 'path'>): string =>
  nameOf(readlinkSync(path, { encoding: 'buffer' }))

/**
 * The bytes of a regular file, a piece at a time; each is valid until the next is asked for. A link or a pipe that has
 * taken its place meanwhile is not read: `undefined` is what is no file.
 */
export function* contents(path: Buffer): Generator<Buffer | undefined> {
  const fd = openedWithoutFollowing(path)
  if (fd === undefined) return yield undefined
  try {
    if (!fstatSync(fd).isFile()) return yield undefined
    const piece = Buffer.allocUnsafe(pieceBytes)
    for (;;) {
      const count = readSync(fd, piece)
      if (count === 0) return
      yield piece.subarray(0, count)
    }
  } finally {
    closeSync(fd)
  }
}

const pieceBytes = 256 * 1024

function openedWithoutFollowing(path: Buffer): number | undefined {
  try {
    // A pipe with nobody at its other end would be waited for.
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ELOOP' || code === 'ENXIO') return undefined
    throw error
  }
}
