import { closeSync } from 'node:fs'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { quoted, Unacceptable } from './caps.ts'
import type { Place } from './place.ts'

/** Unpacks a zip archive, whose descriptor it closes. Throws Unacceptable for one that cannot be taken. */
export async function unpackZip(fd: number, place: Place): Promise<void> {
  const zip = await opened(fd)
  try {
    for await (const entry of entriesOf(zip)) await unpackEntry(zip, entry, place)
  } finally {
    zip.close()
  }
}

async function opened(fd: number): Promise<ZipFile> {
  try {
    return await yauzl.fromFdPromise(fd, { autoClose: true, lazyEntries: true })
  } catch (error) {
    closeSync(fd)
    throw new Unacceptable(`it is a broken zip archive (${(error as Error).message})`)
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry()
  } catch (error) {
    if (error instanceof Unacceptable) throw error
    const { message } = error as Error
    const [, path] = /^(?:invalid relative path|absolute path): (.*)$/s.exec(message) ?? []
    throw path === undefined
      ? new Unacceptable(`it is a broken zip archive (${message})`)
      : new Unacceptable(`it holds ${quoted(path)}, which leads out of its folder`)
  }
}

async function unpackEntry(zip: ZipFile, entry: Entry, place: Place): Promise<void> {
  const { fileName } = entry
  const mode = entry.externalFileAttributes >>> 16
  const type = mode & typeMask
  if (fileName.endsWith('/') || type === types.folder) return place.folder(fileName)
  // Archives made elsewhere than on Unix have no type: they hold files.
  if (type !== 0 && type !== types.file && type !== types.link)
    throw new Unacceptable(`it holds ${quoted(fileName)}, which is neither a file nor a folder`)
  if (entry.isEncrypted()) throw new Unacceptable(`${quoted(fileName)} in it is encrypted`)
  if (!entry.canDecodeFileData())
    throw new Unacceptable(
      `${quoted(fileName)} in it is packed in a way that is not read here (method ${entry.compressionMethod})`,
    )
  if (type === types.link) {
    const target: Buffer[] = []
    if (entry.uncompressedSize > longestTarget)
      throw new Unacceptable(`it holds ${quoted(fileName)}, a link that is too long`)
    await read(zip, entry, (chunk) => target.push(chunk))
    return place.link(fileName, Buffer.concat(target).toString('utf8'))
  }
  const sink = place.file(fileName, (mode & 0o100) !== 0)
  await read(zip, entry, (chunk) => sink.write(chunk))
  sink.end()
}

const typeMask = 0o170000
const types = { file: 0o100000, folder: 0o040000, link: 0o120000 } as const

/** More than any link holds. */
const longestTarget = 4096

async function read(zip: ZipFile, entry: Entry, take: (chunk: Buffer) => void): Promise<void> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) take(chunk as Buffer)
  } catch (error) {
    // What writing threw is about this machine, or says by itself what is wrong.
    if (error instanceof Unacceptable || isOfTheSystem(error)) throw error
    throw new Unacceptable(`${quoted(entry.fileName)} in it is broken (${(error as Error).message})`)
  }
}

const isOfTheSystem = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall !== undefined
