import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { type Allowance, quoted, Unacceptable } from './caps.ts'
import type { Place, Sink } from './place.ts'

/**
 * Unpacks a tar archive, packed with gzip or not, and closes its descriptor. Throws Unacceptable for one that cannot be
 * taken.
 */
export async function unpackTar(
  fd: number,
  gzip: boolean,
  place: Place,
  allowance: Allowance,
): Promise<void> {
  const parser = parserInto(place)
  const source = createReadStream('', { fd, start: 0 })
  let failure: unknown
  const consume = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    try {
      await feed(parser, chunks, allowance)
    } catch (error) {
      failure = error
      throw error
    }
  }
  try {
    await (gzip ? pipeline(source, createGunzip(), consume) : pipeline(source, consume))
  } catch (error) {
    // What comes out of a pipeline may be no more than that it was ended.
    const cause = failure ?? error
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw cause
    throw new Unacceptable(`it is a broken gzip archive (${(cause as Error).message})`)
  }
}

async function feed(
  parser: FailingParser,
  chunks: AsyncIterable<Buffer>,
  allowance: Allowance,
): Promise<void> {
  let begun = false
  for await (const chunk of chunks) {
    allowance.streamed(chunk.length)
    // The parser would unpack that by itself, and what comes out would be counted by nobody.
    if (!begun && isPacked(chunk)) throw new Unacceptable('it is packed more than once')
    begun = true
    parser.write(chunk)
    if (parser.failure !== undefined) throw parser.failure
  }
  parser.end()
  if (parser.failure !== undefined) throw parser.failure
}

/** By gzip or zstd, as far as the first bytes tell. */
const isPacked = (chunk: Buffer): boolean =>
  chunk.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b)) ||
  chunk.subarray(0, 4).equals(Buffer.of(0x28, 0xb5, 0x2f, 0xfd))

/** The parser calls back in the middle of `write`, where throwing would leave it half way. */
interface FailingParser extends Parser {
  failure?: unknown
}

function parserInto(place: Place): FailingParser {
  const parser: FailingParser = new Parser({ brotli: false, zstd: false })
  const attempt = (step: () => void): void => {
    if (parser.failure !== undefined) return
    try {
      step()
    } catch (error) {
      parser.failure = error
    }
  }
  parser.on('entry', (entry: ReadEntry) => {
    attempt(() => unpackEntry(entry, place, attempt))
    entry.resume()
  })
  // The parser passes over what it cannot unpack; of a student's file nobody would know why it is not there.
  parser.on('ignoredEntry', ({ path, type, meta }: ReadEntry) => {
    if (meta) parser.failure ??= new Unacceptable('it is a broken tar archive (a name is too long)')
    else if (type === 'SparseFile')
      parser.failure ??= new Unacceptable(`it holds ${quoted(path)}, a sparse file, which is not read here`)
  })
  parser.on('warn', (code: string, message: string) => {
    if (code === 'TAR_ENTRY_INFO') return
    parser.failure ??= new Unacceptable(`it is a broken tar archive (${message})`)
  })
  parser.on('error', (error: unknown) => {
    parser.failure ??= error
  })
  return parser
}

function unpackEntry(entry: ReadEntry, place: Place, attempt: (step: () => void) => void): void {
  const { path, type } = entry
  // What an old archive calls a file and ends with a slash is a folder.
  if (folders.has(type) || (files.has(type) && path.endsWith('/'))) return place.folder(path)
  if (type === 'SymbolicLink') return place.link(path, entry.linkpath ?? '')
  if (type === 'Link') return place.same(path, entry.linkpath ?? '')
  if (!files.has(type))
    throw new Unacceptable(`it holds ${quoted(path)}, which is neither a file nor a folder (${type})`)
  const sink: Sink = place.file(path, ((entry.mode ?? 0) & 0o100) !== 0)
  entry.on('data', (chunk: Buffer) => attempt(() => sink.write(chunk)))
  entry.on('end', () => attempt(() => sink.end()))
}

const files: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile'])
const folders: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir'])
