import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** What TLS runs over: a connection whose outgoing bytes can be held back, so that a record can be cut in two. */
export class Relay extends Duplex {
  readonly #over: Socket
  #held: Buffer[] | undefined

  constructor(over: Socket) {
    super({ allowHalfOpen: true })
    this.#over = over
    over.on('data', (bytes) => this.push(bytes))
    over.on('end', () => this.push(null))
    over.on('error', (error) => this.destroy(error))
    over.on('close', () => this.destroy())
  }

  /** Keeps what is written from now on. */
  hold(): void {
    this.#held = []
  }

  /** Lets go of what was kept but for its last bytes; the function that it answers sends those, and ends the hold. */
  async letGo(allBut: number): Promise<() => Promise<void>> {
    const kept = Buffer.concat(this.#held ?? [])
    await this.#hand(kept.subarray(0, -allBut))
    this.#held = [kept.subarray(-allBut)]
    return async () => {
      const rest = Buffer.concat(this.#held ?? [])
      this.#held = undefined
      await this.#hand(rest)
    }
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.#held === undefined) {
      this.#over.write(bytes, done)
    } else {
      this.#held.push(bytes)
      done()
    }
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#over.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#over.destroy()
    done(error)
  }

  #hand(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#over.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
  }
}
