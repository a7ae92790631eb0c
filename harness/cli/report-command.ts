import { resolve } from 'node:path'
import { readFormat } from './format-option.ts'
import { userFolder } from './package-root.ts'
import { readRecords } from './read-records.ts'
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
