import { createHash, type Hash } from 'node:crypto'
import { type Caps, usualCaps } from './caps.ts'
import type { Submission } from './find.ts'
import { contents, type Found, targetOf, tree } from './tree.ts'

/**
 * SHA-256, in hex, of what was handed in: of an archive's or a file's name and bytes, or of all names and bytes in a
 * folder, sorted. The same on every machine, wherever the submission lies and whenever it was written. Beyond the caps,
 * where nothing is unpacked, only sizes count. Throws what the file system throws.
 */
export function hashOf({ kind, path }: Pick<Submission, 'kind' | 'path'>, caps: Caps = usualCaps): string {
  const hash = createHash('sha256')
  const budget = { bytes: caps.bytes }
  if (kind === 'folder') {
    let entries = 0
    for (const found of tree(path, caps.depth)) {
      if (++entries > caps.entries) break
      add(hash, found, budget)
    }
  } else if (kind === 'other') hash.update(kind)
  else {
    const name = path.subarray(path.lastIndexOf('/') + 1).toString('latin1')
    add(hash, { kind: 'file', name, path, executable: false }, budget)
  }
  return hash.digest('hex')
}

/** Each name and each content stands behind its length, so that no two submissions are written alike. */
function add(
  hash: Hash,
  { kind, name, path, executable }: Omit<Found, 'size'>,
  budget: { bytes: number },
): void {
  hash.update(`${kind}${executable && kind === 'file' ? '!' : ''} ${JSON.stringify(name)}\n`)
  if (kind === 'link') hash.update(`${JSON.stringify(targetOf({ path }))}\n`)
  if (kind !== 'file') return
  let size = 0
  const content = createHash('sha256')
  for (const piece of contents(path)) {
    if (piece === undefined) break
    size += piece.length
    budget.bytes -= piece.length
    if (budget.bytes < 0) break
    content.update(piece)
  }
  hash.update(`${size} ${content.digest('hex')}\n`)
}
