import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../cli/usage-error.ts'
import type { BundleFile } from './bundle.ts'

/** Throws UsageError unless a folder is not there yet, or empty: nothing of anybody's is written over. */
export function refuseFilled(folder: string, typed: string): void {
  if (!existsSync(folder)) return
  try {
    if (readdirSync(folder).length === 0) return
  } catch {
    throw new UsageError(`--out ${typed} is no folder that can be read.`, 'Name another one.')
  }
  throw new UsageError(`--out ${typed} is not empty.`, 'Name a folder that is not there yet.')
}

/** Writes the files of a bundle below a folder. Throws UsageError where that fails. */
export function placeIn(folder: string, typed: string, files: readonly BundleFile[]): void {
  try {
    for (const { path, content, executable } of files) {
      const place = join(folder, path)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, content)
      if (executable) chmodSync(place, 0o755)
    }
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(`--out ${typed} cannot be written: ${code}.`, 'Name another folder.')
  }
}
