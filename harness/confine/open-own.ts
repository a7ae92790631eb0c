import { chmodSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isIn, namedBy } from './paths.ts'

/**
 * Lets other users reach what a command names of the examiner's own, such as what has been compiled, which is made for one's own
 * eyes. `folder` is the examiner's, absolute.
 */
export function openOwn(argv: readonly string[], folder: string): void {
  for (const path of argv.flatMap((word) => namedBy(word) ?? [])) {
    if (path === folder || !isIn(folder, path)) continue
    const { mode } = statSync(path)
    chmodSync(path, (mode & 0o100) === 0 ? mode | 0o444 : mode | 0o555)
    for (let above = dirname(path); above !== folder; above = dirname(above))
      chmodSync(above, statSync(above).mode | 0o111)
  }
}
