import { visible } from '../text/visible.ts'

/** Longer texts are cut: an error message of a megabyte explains nothing that its beginning does not. */
const longest = 2_000

/** Text from a record as it may stand between tags or in a quoted attribute: visible, of bearable length, inert. Pure. */
export const escaped = (text: string): string => markupFree(shown(text))

/** The same, not yet escaped: for data that a script sets as text. */
export function shown(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return visible(cut)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const markupFree = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
