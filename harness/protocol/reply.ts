import { isStatus, type Status } from './statuses.ts'

/** What one line of an adapter's output means for the call in flight. */
export type ParsedLine =
  | { readonly kind: 'entered' }
  | {
      readonly kind: 'reply'
      readonly status: Status
      /** Words of an `ok` reply; empty otherwise. */
      readonly words: readonly string[]
      /** Free text after any other status, without control characters, at most 2,000 characters. */
      readonly text: string
      readonly insideMicros: number
    }
  /** Not an answer to this call; `why` completes "the line …". */
  | { readonly kind: 'noise'; readonly why: string }

const entered: ParsedLine = { kind: 'entered' }
const noise = (why: string): ParsedLine => ({ kind: 'noise', why })

/** Longest free text that is kept. */
const textLength = 2_000

/** Lines up to this length are searched for control characters; the words of longer ones are bytes, read as hex. */
const searchedLength = 10_000

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u001F\u007F]/
// oxlint-disable-next-line no-control-regex -- as above
const controls = /[\u0000-\u001F\u007F]+/g

/** Reads a line, without its newline, as the answer to the request `id`. Pure. */
export function parseLine(line: string, id: string): ParsedLine {
  // C on Windows ends its lines with two characters.
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  if (!line.startsWith(id) || line.charCodeAt(id.length) !== space) return strangeLine(line)

  const statusEnd = nextSpace(line, id.length + 1, end)
  const status = line.slice(id.length + 1, statusEnd)
  const elapsedEnd = nextSpace(line, statusEnd + 1, end)
  const insideMicros = wholeNumber(line, statusEnd + 1, elapsedEnd)

  if (status === 'entered') {
    return insideMicros === 0 && elapsedEnd === end ? entered : noise('is no announcement: "<id> entered 0"')
  }
  if (!isStatus(status)) return noise('has a status that the protocol does not know')
  if (insideMicros === undefined) return noise('has no whole number of microseconds after its status')
  if (status !== 'ok') {
    const text = line.slice(elapsedEnd + 1, Math.min(end, elapsedEnd + 1 + textLength))
    return { kind: 'reply', status, words: [], text: text.replace(controls, ' ').trim(), insideMicros }
  }
  if (elapsedEnd >= end) return { kind: 'reply', status, words: [], text: '', insideMicros }

  const rest = line.slice(elapsedEnd + 1, end)
  if (rest.length <= searchedLength && control.test(rest)) return noise('has control characters')
  const words = rest.split(' ')
  if (words.includes('')) return noise('has two spaces together, or one at its end')
  return { kind: 'reply', status, words, text: '', insideMicros }
}

const space = 32

/** Where the word that starts at `from` ends. */
function nextSpace(line: string, from: number, end: number): number {
  const at = line.indexOf(' ', from)
  return at === -1 || at > end ? end : at
}

/** The decimal number from `from` to `to`; undefined if there is none, or more than 15 digits. */
function wholeNumber(line: string, from: number, to: number): number | undefined {
  if (to <= from || to - from > 15) return undefined
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = line.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  return number
}

const anyAnswer = /^[^ ]+ ([a-z-]+) \d+( |$)/

/** Tells an answer to another request from what is no answer at all. */
function strangeLine(line: string): ParsedLine {
  const status = anyAnswer.exec(line.slice(0, 100))?.[1]
  return status !== undefined && (status === 'entered' || isStatus(status))
    ? noise('answers another request')
    : noise('is not a line of the protocol')
}
