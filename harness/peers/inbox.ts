import { nowMicros } from '../clock.ts'
import type { Testify } from './peer.ts'

/** What a connection has received. It testifies to the first bytes, then to totals: a flood is not a thousand lines. */
export class Inbox {
  #chunks: Buffer[] = []
  #count = 0
  #testified = 0
  #lastAtMicros = 0
  readonly #testify: Testify

  constructor(testify: Testify) {
    this.#testify = testify
  }

  get count(): number {
    return this.#count
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#count += chunk.length
    this.#lastAtMicros = nowMicros()
    if (this.#testified === 0) this.total()
  }

  /** Everything so far, in order. Joined only when somebody asks. */
  bytes(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]!
  }

  /** Testifies to the count, at the time of the last byte, unless nothing came since the last testimony. */
  total(): void {
    if (this.#count === this.#testified) return
    const inAll = this.#testified === 0 ? '' : ' in all'
    this.#testified = this.#count
    this.#testify(`received ${this.#count} bytes${inAll}`, this.#lastAtMicros)
  }
}
