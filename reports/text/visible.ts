/**
 * Text from a wrapper, with everything in it that a terminal would obey or hide written out: control characters, escape
 * sequences, line breaks, marks that turn the direction of writing, halves of characters. `\x1b[2J` reads as it stands
 * here. Pure.
 */
export const visible = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, writtenOut)
    // What is printed in a build is read for commands: `::command` where a line begins, and a line may be broken before
    // any word; `##[command]` and `##vso[command]` anywhere, by older runners of GitHub and by those of Azure.
    .replace(/(?<!\S)::|##(?=\[|vso\[)/g, (found) => writtenOut(found.charAt(0)) + found.slice(1))

/** A value of the same shape whose every string, keys included, is visible. */
export function madeVisible<Value>(value: Value): Value {
  return made(value) as Value
}

function made(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(made)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [visible(key), made(each)]))
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function writtenOut(character: string): string {
  const known = short[character]
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
