import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { visible } from '../../../reports/text/visible.ts'
import { Allowance, type Caps, quoted, Unacceptable, usualCaps } from './caps.ts'
import type { Submission } from './find.ts'
import { nameOf } from './names.ts'
import { Place } from './place.ts'
import { unpackTar } from './tar.ts'
import { contents, targetOf, tree } from './tree.ts'
import { unpackZip } from './zip.ts'

export type Unpacked =
  | { readonly kind: 'unpacked' }
  /** One sentence for the student. */
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Puts what was handed in into an empty folder: copied, or unpacked by what the archive is, whatever its name says. It
 * holds then files, folders, and links between them, and nothing that leads out of it; files that everybody may read and
 * nobody but the caller write. What cannot be taken is refused; what has been written by then is the caller's to remove.
 * Throws what is this machine's fault: no space left, no permission to read.
 */
export async function unpack(
  submission: Pick<Submission, 'kind' | 'path'>,
  into: string,
  caps: Caps = usualCaps,
): Promise<Unpacked> {
  try {
    await unpackAny(submission, into, caps)
    return { kind: 'unpacked' }
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    return { kind: 'refused', why: visible(`What was handed in cannot be taken: ${error.message}.`) }
  }
}

async function unpackAny(
  { kind, path }: Pick<Submission, 'kind' | 'path'>,
  into: string,
  caps: Caps,
): Promise<void> {
  switch (kind) {
    case 'folder':
      return within(new Place(into, new Allowance(caps)), (place) => copyFolder(path, place, caps.depth))
    case 'file':
      return within(new Place(into, new Allowance(caps)), (place) =>
        copyFile(path, nameOf(lastOf(path)), false, place),
      )
    case 'archive':
      return unpackArchive(path, into, caps)
    case 'other':
      throw new Unacceptable('it is a link or a device, and only files, folders and archives are read')
  }
}

async function within(place: Place, fill: (place: Place) => void | Promise<void>): Promise<void> {
  try {
    await fill(place)
    place.finish()
  } finally {
    place.close()
  }
}

function copyFolder(folder: Buffer, place: Place, depth: number): void {
  for (const found of tree(folder, depth)) {
    if (found.kind === 'folder') place.folder(found.name)
    else if (found.kind === 'link') place.link(found.name, targetOf(found))
    else if (found.kind === 'file') copyFile(found.path, found.name, found.executable, place)
    else throw new Unacceptable(`it holds ${quoted(found.name)}, which is neither a file nor a folder`)
  }
}

function copyFile(path: Buffer, name: string, executable: boolean, place: Place): void {
  const sink = place.file(name, executable)
  for (const piece of contents(path)) {
    if (piece === undefined)
      throw new Unacceptable(`it holds ${quoted(name)}, which is neither a file nor a folder`)
    sink.write(piece)
  }
  sink.end()
}

async function unpackArchive(path: Buffer, into: string, caps: Caps): Promise<void> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  const allowance = new Allowance(caps, fstatSync(fd).size)
  const format = formatOf(fd)
  if (typeof format !== 'string') {
    closeSync(fd)
    throw new Unacceptable(
      `it is ${format.called}, and only zip, tar and tar.gz are read; hand in one of these`,
    )
  }
  return within(new Place(into, allowance), (place) =>
    format === 'zip' ? unpackZip(fd, place) : unpackTar(fd, format === 'tar.gz', place, allowance),
  )
}

type Format = 'zip' | 'tar.gz' | 'tar' | { readonly called: string }

/** By its first bytes: many an archive has been renamed. */
function formatOf(fd: number): Format {
  const head = Buffer.alloc(512)
  const length = readSync(fd, head, 0, head.length, 0)
  if (length === 0) return { called: 'an empty file' }
  const begins = (...bytes: number[]): boolean => head.subarray(0, bytes.length).equals(Buffer.from(bytes))
  // An empty zip has nothing but its end.
  if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return 'zip'
  if (begins(0x1f, 0x8b)) return 'tar.gz'
  if (head.toString('latin1', 257, 262) === 'ustar' || hasChecksum(head)) return 'tar'
  if (begins(0x52, 0x61, 0x72, 0x21)) return { called: 'a RAR archive' }
  if (begins(0x37, 0x7a, 0xbc, 0xaf)) return { called: 'a 7z archive' }
  if (begins(0xfd, 0x37, 0x7a, 0x58)) return { called: 'packed with xz' }
  if (begins(0x42, 0x5a, 0x68)) return { called: 'packed with bzip2' }
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return { called: 'packed with zstd' }
  return { called: 'no archive, although it is called one' }
}

/** Tar from before POSIX has no mark, but a sum over its header in octal. */
function hasChecksum(head: Buffer): boolean {
  const stored = Number.parseInt(head.toString('latin1', 148, 156), 8)
  const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  return stored === sum
}

const lastOf = (path: Buffer): Buffer => path.subarray(path.lastIndexOf('/') + 1)
