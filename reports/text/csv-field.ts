/**
 * One field of CSV by RFC 4180. A spreadsheet would carry out a text that begins like a formula, so that such a text is
 * preceded by an apostrophe. Texts have been made visible before. Pure.
 */
export function csvField(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A whole file of rows; its byte order mark tells a spreadsheet that this is UTF-8. */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('')}`

/** A text that a spreadsheet takes for a formula, in spite of blanks and in either width; tabs are written out before. */
const formula = /^\s*[=+\-@＝＋－＠]/
