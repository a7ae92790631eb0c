/** A block of commands in a Markdown page. */
export interface Commands {
  /** Where its first command stands, from 1. */
  readonly line: number
  readonly text: string
}

/** The blocks that a page promises to work: those fenced as "sh run". What is fenced as "sh" is for reading only. */
export function commandsIn(markdown: string): Commands[] {
  const found: Commands[] = []
  const lines = markdown.split('\n')
  let begin: { line: number; runs: boolean } | undefined
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('```')) continue
    if (begin === undefined) {
      begin = { line: index + 2, runs: line.slice(3).trim() === 'sh run' }
      continue
    }
    if (begin.runs) found.push({ line: begin.line, text: lines.slice(begin.line - 1, index).join('\n') })
    begin = undefined
  }
  return found
}
