import { type Format, formats } from '../../reports/formats.ts'
import { didYouMean } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** Reads `--format`. Throws UsageError. */
export function readFormat(text: string): Format {
  const found = Object.entries(formats).find(([name]) => name === text)
  if (found) return found[1]
  const names = Object.keys(formats)
  throw new UsageError(
    `--format ${text}: there is no such format.`,
    `${didYouMean(text, names)}Formats are ${names.join(', ')}.`,
  )
}

/** For help: each format and who reads it. */
export function formatsText(): string {
  const columns = Math.max(...Object.keys(formats).map((name) => name.length))
  const lines = Object.entries(formats).map(
    ([name, { for: reader }]) => `  ${name.padEnd(columns)}  for ${reader}`,
  )
  return `\nFormats:\n${lines.join('\n')}`
}
