import type { AcquireOptions, LanePool, Lease, Lender } from './pool.ts'

/** Lends one and the same lane of a pool again and again, as long as it can be reset. Give it back with `end`. */
export class Keeper implements Lender {
  readonly #pool: LanePool
  #kept: Lease | undefined

  constructor(pool: LanePool) {
    this.#pool = pool
  }

  async acquire(options: AcquireOptions = {}): Promise<Lease> {
    const kept = this.#kept
    this.#kept = undefined
    return kept ?? this.#pool.acquire(options)
  }

  async release(lease: Lease): Promise<void> {
    this.#kept = await this.#pool.renew(lease)
  }

  retire(lease: Lease): Promise<void> {
    return this.#pool.retire(lease)
  }

  stretch(by: 1 | -1): void {
    this.#pool.stretch(by)
  }

  async end(): Promise<void> {
    const kept = this.#kept
    this.#kept = undefined
    if (kept) await this.#pool.release(kept)
  }
}
