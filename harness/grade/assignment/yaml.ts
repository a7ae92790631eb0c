import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml'

/** Where something stands in a file, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** What is wrong with a file, where, and what to do about it; a sentence each. */
export interface Problem extends Place {
  readonly what: string
  readonly next: string
}

/** Keys and indices that lead to a value. */
export type Path = readonly (string | number)[]

export interface ReadYaml {
  readonly value: unknown
  /** Where the value stands, or the nearest thing around it where there is none. */
  placeOf(path: Path): Place
  /** Where a key of a map stands. */
  placeOfKey(path: Path, key: string): Place
}

/** Reads YAML, and remembers where everything stands. Pure. */
export function readYaml(text: string): ReadYaml | readonly Problem[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    ...at(pos[0]),
    what: `This is no YAML: ${lowered(message.split('\n')[0] ?? '')}.`,
    next: remedies[code] ?? 'Compare it with what "wouldblock assignment init" writes.',
  }))
  problems.push(...strayAliases(document, at))
  if (problems.length > 0) return firstOfEachLine(problems)

  const placeOf = (path: Path): Place => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return at(node.range[0])
    }
    return at(document.contents?.range?.[0] ?? 0)
  }
  return {
    value: document.toJS(),
    placeOf,
    placeOfKey(path, key) {
      const map = path.length === 0 ? document.contents : document.getIn(path, true)
      const pair = isMap(map) ? map.items.find((each) => isPair(each) && nameOf(each.key) === key) : undefined
      return isNode(pair?.key) && pair.key.range ? at(pair.key.range[0]) : placeOf(path)
    },
  }
}

const nameOf = (key: unknown): string => String(isScalar(key) ? key.value : key)

/** A glob that begins with a star is an alias to YAML. */
function strayAliases(document: Document, at: (offset: number) => Place): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return
      problems.push({
        ...at(alias.range?.[0] ?? 0),
        what: `*${alias.source} begins with a star, which YAML takes for something else.`,
        next: `Put it in quotes: '*${alias.source}'.`,
      })
    },
  })
  return problems
}

/** What follows from a mistake is found on its line as a rule. */
function firstOfEachLine(problems: readonly Problem[]): Problem[] {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
  return sorted.filter(({ line }, at) => sorted[at - 1]?.line !== line)
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

const remedies: Readonly<Record<string, string>> = {
  BAD_ALIAS: "Put what begins with a star in quotes, as in '*.py'.",
  DUPLICATE_KEY: 'Leave out one of the two.',
  MULTIPLE_DOCS: 'Leave out the line "---" and what does not belong to this assignment.',
  TAB_AS_INDENT: 'Indent with spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text with a colon or a question mark in it in quotes.',
  MISSING_CHAR: 'Close the quote or the bracket.',
}
