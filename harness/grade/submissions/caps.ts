import { visible } from '../../../reports/text/visible.ts'

/** What a submission may hold, unpacked. Generous: a checkout with its node_modules fits, a bomb does not. */
export interface Caps {
  /** Files, folders and links together. */
  readonly entries: number
  readonly bytes: number
  /** Folders within folders. */
  readonly depth: number
  /** How many times its own size an archive may unpack to, once it has unpacked to `freeBytes`. */
  readonly ratio: number
  readonly freeBytes: number
}

export const usualCaps: Caps = {
  entries: 20_000,
  bytes: 128 * 1024 * 1024,
  depth: 32,
  // Source text packs to a fifth or a tenth, logs of one line to a hundredth; zip can do a thousandth.
  ratio: 200,
  freeBytes: 8 * 1024 * 1024,
}

/** What was handed in cannot be taken. The message goes to the student: it says what, and says nothing of this machine. */
export class Unacceptable extends Error {
  override name = 'Unacceptable'
}

/** A path or a name in a message: in quotes, nothing in it obeyed by a terminal, and no longer than a line. */
export function quoted(text: string): string {
  const shown = visible(text)
  return `"${shown.length > 100 ? `${shown.slice(0, 60)}…${shown.slice(-39)}` : shown}"`
}

/** Counts what one submission takes. Each method throws Unacceptable beyond a cap. */
export class Allowance {
  readonly caps: Caps
  /** Of the archive itself, in bytes; undefined for what is no archive. */
  readonly packedBytes: number | undefined
  #entries = 0
  #bytes = 0
  #streamed = 0

  constructor(caps: Caps, packedBytes?: number) {
    this.caps = caps
    this.packedBytes = packedBytes
  }

  entry(): void {
    if (++this.#entries > this.caps.entries)
      throw new Unacceptable(`it holds more than ${inThousands(this.caps.entries)} files and folders`)
  }

  bytes(count: number): void {
    this.#bytes += count
    this.#check(this.#bytes)
  }

  /** What comes out of a compressed tar, its headers included: they unpack to something as well. */
  streamed(count: number): void {
    this.#streamed += count
    const headers = Math.min(this.#streamed, this.caps.entries * bytesOfHeaders)
    this.#check(this.#streamed - headers)
  }

  #check(bytes: number): void {
    const { packedBytes, caps } = this
    if (bytes > caps.bytes)
      throw new Unacceptable(`it holds more than ${Math.floor(caps.bytes / 1024 / 1024)} MiB`)
    if (packedBytes !== undefined && bytes > caps.freeBytes && bytes > packedBytes * caps.ratio)
      throw new Unacceptable(`it unpacks to more than ${caps.ratio} times its own size`)
  }
}

/** A header of 512 bytes, a long name, and what fills the last block. */
const bytesOfHeaders = 2048

const inThousands = (count: number): string => count.toLocaleString('en-US')
