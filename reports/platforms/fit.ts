/** How many lines each row may tell, tried in turn. */
const budgets = [Infinity, 24, 12, 6, 3, 1, 0] as const

/**
 * The fullest text that fits: platforms cut or refuse what is longer than they take. Throws Error where even what has no
 * explanations at all is too long. Pure.
 */
export function fitted(mostBytes: number, made: (lines: number) => string): string {
  for (const lines of budgets) {
    const text = made(lines)
    if (Buffer.byteLength(text) <= mostBytes) return text
  }
  throw new Error(`What a platform is to be told does not fit into ${mostBytes} bytes.`)
}
