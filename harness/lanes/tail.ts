/** Keeps the end of a stream, in bounded memory however much comes. */
export interface Tail {
  push(chunk: Buffer): void
  /** The last characters of what came. */
  text(): string
}

/** Keeps at least the last `characters` characters. */
export function keepTail(characters: number): Tail {
  const bytes = 4 * characters
  let chunks: Buffer[] = []
  let total = 0
  return {
    push(chunk) {
      if (chunk.length >= bytes) {
        // A chunk's memory is as long as the chunk: the last one alone is kept until the next comes.
        chunks = [chunk]
        total = chunk.length
        return
      }
      chunks.push(chunk)
      total += chunk.length
      if (chunks.length < 1_024 && total < 4 * bytes) return
      const end = Buffer.concat(chunks).subarray(-bytes)
      chunks = [Buffer.from(end)]
      total = end.length
    },
    text: () => Buffer.concat(chunks).subarray(-bytes).toString('utf8').slice(-characters),
  }
}
