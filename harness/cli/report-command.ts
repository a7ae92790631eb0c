import { resolve } from 'node:path'
import { type Format, formats } from '../../reports/formats.ts'
import { didYouMean } from './nearest.ts'
import { userFolder } from './package-root.ts'
import { readRecords } from './read-records.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

export interface TypedReportOptions {
  readonly format: string
  readonly out?: string
}

/**
 * Makes a report of stored records, all of them in one, and writes it to a file or to standard output. Whether a wrapper
 * conforms is not asked: its run has said so. Throws UsageError.
 */
export function reportCommand(paths: readonly string[], { format, out }: TypedReportOptions): void {
  const { report } = readFormat(format)
  const file = out === undefined || out === '-' ? undefined : resolve(userFolder(), out)
  if (file !== undefined) refuseUnwritable(file, '--out')
  const text = report(paths.flatMap((path) => readRecords(path, userFolder())))
  if (file === undefined) process.stdout.write(text)
  else writeWhole(file, text, '--out')
}

/** Reads `--format`. */
export function readFormat(text: string): Format {
  const found = Object.entries(formats).find(([name]) => name === text)
  if (found) return found[1]
  const names = Object.keys(formats)
  throw new UsageError(
    `--format ${text}: there is no such format.`,
    `${didYouMean(text, names)}Formats are ${names.join(', ')}.`,
  )
}
