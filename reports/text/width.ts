import { stripVTControlCharacters } from 'node:util'

/** How many columns of a terminal a text takes. The only escape sequences in it are those of our own paint. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text.includes('\x1b') ? stripVTControlCharacters(text) : text)
    width += columnsOf(character)
  return width
}

/** The text, which must be unpainted, if it fits, else its beginning, up to a word's end where one is near, and an ellipsis. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    width += columnsOf(character)
    if (width > columns - 1) break
    kept += character
  }
  const lastSpace = kept.lastIndexOf(' ')
  const atWord = lastSpace > 0 && kept.length - lastSpace <= nearEnough ? kept.slice(0, lastSpace) : kept
  return `${atWord.replace(/[\s,;:]+$/, '')}…`
}

/** A cut at a word's end may cost this many columns. */
const nearEnough = 12

/** Lines of at most so many columns; a word that is longer has a line to itself. Never empty. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > columns) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return [...lines, line]
}

/** Pads on the right to so many columns. */
export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)))

function columnsOf(character: string): number {
  if (character < '\u0300') return 1
  if (/\p{M}/u.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** What terminals draw in two columns; close to Unicode's East Asian width, which no built-in tells. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u{3000}-\u{303e}\u{ff01}-\u{ff60}]/u
