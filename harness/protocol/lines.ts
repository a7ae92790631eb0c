/** How much of a strange line is shown. */
export const quoteLength = 200

/** A sent payload of 8 MB comes back as 16 MB of hex; twice that is no line of the protocol. */
const defaultCap = 32 * 1024 * 1024

/** Above this a line can only be hex, and one byte per character is decoded much faster. */
const longLine = 65_536

const newline = 10

export interface LineReader {
  /** Takes the next chunk of the stream, and hands on every line that it completes. */
  push(chunk: Buffer): void
  /** The beginning of the line that has not ended yet; empty if there is none. */
  unfinished(): string
}

export interface LineHandlers {
  /** A whole line, without its newline. */
  line(line: string): void
  /** A line that grew beyond the cap: its first characters. What follows up to its newline is dropped unseen. */
  tooLong(head: string): void
}

/** Splits a stream of bytes into lines, and keeps at most `cap` bytes of one line. */
export function readLines(handlers: LineHandlers, cap: number = defaultCap): LineReader {
  // The unfinished line, in a buffer that doubles: a line may come in a thousand chunks, or one byte at a time.
  let kept = nothing
  let used = 0
  let dropping = false

  function keep(part: Buffer): void {
    if (dropping) return
    if (used + part.length > cap) {
      const head = Buffer.concat([kept.subarray(0, Math.min(used, headBytes)), part.subarray(0, headBytes)])
      forget()
      dropping = true
      handlers.tooLong(quote(head.toString('utf8')))
      return
    }
    if (used + part.length > kept.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(4_096, 2 * kept.length, used + part.length))
      kept.copy(grown, 0, 0, used)
      kept = grown
    }
    part.copy(kept, used)
    used += part.length
  }

  function forget(): void {
    used = 0
    // A small buffer is kept for the next line, megabytes are not.
    if (kept.length > longLine) kept = nothing
  }

  function finish(part: Buffer): void {
    if (!dropping && used === 0 && part.length <= cap) return handlers.line(decode(part))
    keep(part)
    if (dropping) {
      dropping = false
      return
    }
    const line = decode(kept.subarray(0, used))
    forget()
    handlers.line(line)
  }

  return {
    push(chunk) {
      let from = 0
      for (;;) {
        const at = chunk.indexOf(newline, from)
        if (at === -1) break
        finish(chunk.subarray(from, at))
        from = at + 1
      }
      if (from < chunk.length) keep(from === 0 ? chunk : chunk.subarray(from))
    },
    unfinished: () => quote(kept.toString('utf8', 0, Math.min(used, headBytes))),
  }
}

const nothing = Buffer.alloc(0)

/** Enough bytes for the characters that are quoted, whatever they are. */
const headBytes = 4 * quoteLength

const decode = (line: Buffer): string =>
  line.length > longLine ? line.toString('latin1') : line.toString('utf8')

/** At most 200 characters of a line. */
export function quote(line: string): string {
  if (line.length <= quoteLength) return line
  const head = line.slice(0, quoteLength)
  // A slice holds on to the whole of a string; a few megabytes should not live on for the sake of a quotation.
  return line.length > longLine ? Buffer.from(head).toString() : head
}
