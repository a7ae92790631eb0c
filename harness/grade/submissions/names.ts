import { createHash } from 'node:crypto'

/**
 * A file's name as text. On Linux names are bytes; those that are no UTF-8 are written out, as in `caf\xe9`. Pure.
 */
export function nameOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) return text
  let name = ''
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(bytes.subarray(at, at + count)))
    name += length === undefined ? writtenOut(bytes[at]!) : bytes.toString('utf8', at, at + length)
    at += length ?? 1
  }
  return name
}

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes)

const writtenOut = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`

/**
 * For each name of a class the folder that its results go to: the name itself where every file system takes it and no
 * program trips over it, else what is left of it with a number of its own. No two are alike, not even where upper and
 * lower case are one. Pure.
 */
export function foldersOf(names: readonly string[]): Map<string, string> {
  const seen = new Set<string>()
  const alike = new Set<string>()
  for (const name of names.map(folded)) (seen.has(name) ? alike : seen).add(name)
  return new Map(
    names.map((name) => [name, isSafe(name) && !alike.has(folded(name)) ? composed(name) : numbered(name)]),
  )
}

/** macOS and Linux compose accents differently. */
const composed = (name: string): string => name.normalize('NFC')
const folded = (name: string): string => composed(name).toLowerCase()

const isSafe = (name: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._+@,()=~-]*$/u.test(name) &&
  !/[. ]$/.test(name) &&
  // Beside the folders lie the results of the class, and what a number makes of a name is nobody else's name.
  !/\.(csv|html|json|txt|xml|ya?ml|zip)$/i.test(name) &&
  !/-[0-9a-f]{10}$/.test(name) &&
  Buffer.byteLength(composed(name)) <= longestBytes

/** Room for endings and temporary names within the 255 bytes that file systems allow. */
const longestBytes = 160

function numbered(name: string): string {
  const rest = composed(name)
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')
    .replace(/^[^\p{L}\p{N}]+/u, '')
  const number = createHash('sha256').update(name).digest('hex').slice(0, 10)
  return `${/^.{0,40}/u.exec(rest)?.[0] || 'unnamed'}-${number}`
}
