import type { Paint } from '../text/paint.ts'
import { wrap } from '../text/width.ts'

/** What a report is written on. */
export interface Page {
  readonly columns: number
  readonly paint: Paint
}

/** Text under a hanging indent; `first` stands before its first line and may be painted. */
export function hanging(page: Page, text: string, indent: number, first = ' '.repeat(indent)): string {
  const lines = wrap(text, page.columns - indent)
  return lines.map((line, index) => `${index === 0 ? first : ' '.repeat(indent)}${line}`).join('\n')
}

/** `  expected  recv(16) times out …`, with what follows below itself. */
export const labelled = (page: Page, label: string, text: string): string =>
  hanging(page, text, labelIndent, labelOf(page, label))

/** The same for text that is to be copied: on one line, however long. */
export const verbatim = (page: Page, label: string, text: string): string => `${labelOf(page, label)}${text}`

const labelColumns = 10
const labelIndent = 2 + labelColumns

const labelOf = (page: Page, label: string): string => `  ${page.paint.dim(label.padEnd(labelColumns))}`
