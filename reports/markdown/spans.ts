/**
 * Text of a wrapper in Markdown stands in code alone: there GitHub draws no picture, follows no link, and calls nobody by
 * an @ or a #. All of it has to be visible already, so that it has no line breaks. Pure.
 */

/** As a span of code; empty for an empty text. */
export function code(text: string): string {
  if (text === '') return ''
  const fence = '`'.repeat(longestRun(text) + 1)
  // A blank on either side keeps a backtick of the text from the fence, and is taken off again.
  const apart = /^[` ]|[` ]$/.test(text) ? ' ' : ''
  return `${fence}${apart}${text}${apart}${fence}`
}

/**
 * As a span of code in a table, whose cells end at every | that is not escaped, even within code; what escapes one behind
 * a backslash differs between readers, so that such a text is spelt out.
 */
export const codeInTable = (text: string): string =>
  text.includes('|') ? `<code>${text.replaceAll(/[!-/:-@[-`{-~]/g, reference)}</code>` : code(text)

const reference = (sign: string): string => `&#${sign.charCodeAt(0)};`

/** Lines as a block of code. */
export function codeBlock(lines: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1))
  return `${fence}text\n${lines}\n${fence}`
}

/** As code where HTML is written by hand. */
export const codeInHtml = (text: string): string => `<code>${htmlEscaped(text)}</code>`

const htmlEscaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
