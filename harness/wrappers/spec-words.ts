export type SplitWords =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** `why` is one line for the user. */
  | { readonly kind: 'unclosed'; readonly why: string }

/**
 * Splits a command as a POSIX shell would: at spaces, with single and double quotes and backslashes honoured. Nothing
 * is expanded. Pure.
 */
export function splitWords(text: string): SplitWords {
  const words: string[] = []
  // Undefined between words: a quoted nothing is a word too.
  let word: string | undefined
  let quote: "'" | '"' | undefined

  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    if (quote === "'") {
      if (character === quote) quote = undefined
      else word += character
    } else if (character === '\\') {
      const next = text[at + 1]
      if (next === undefined) return { kind: 'unclosed', why: 'it ends in a backslash' }
      // Between double quotes a backslash is itself, except before what it can quote there.
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next)
      at += 1
    } else if (quote === '"') {
      if (character === quote) quote = undefined
      else word += character
    } else if (character === "'" || character === '"') {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + character
    }
  }
  if (quote !== undefined) return { kind: 'unclosed', why: `a ${quote} is never closed` }
  if (word !== undefined) words.push(word)
  return { kind: 'words', words }
}
