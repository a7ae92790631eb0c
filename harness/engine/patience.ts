import { mostGraces, starvedMicros } from '../clock.ts'

/**
 * Tells a call that hangs from one that gets on, too slowly because the harness that reads what it sends is kept from
 * running. Begins once the call is overdue.
 */
export class Patience {
  readonly #receivedBytes: () => number
  readonly #waitedMicros: () => number
  #graces = 1
  #received: number
  #waited: number

  /** What peers have received so far, and for how long the harness has waited for a core. */
  constructor(receivedBytes: () => number, waitedMicros: () => number) {
    this.#receivedBytes = receivedBytes
    this.#waitedMicros = waitedMicros
    this.#received = receivedBytes()
    this.#waited = waitedMicros()
  }

  /** Asked at the end of a grace: whether there is another. */
  another(): boolean {
    const received = this.#receivedBytes()
    const waited = this.#waitedMicros()
    const arrives = received > this.#received
    const starves = waited - this.#waited > starvedMicros
    this.#received = received
    this.#waited = waited
    return arrives && starves && this.#graces++ < mostGraces
  }
}
