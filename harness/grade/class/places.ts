/** Work that is done side by side, as much of it at a time as there are places; how many there are may change. */
export class Places {
  #limit: number
  #taken = 0
  readonly #waiting: (() => void)[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  get limit(): number {
    return this.#limit
  }

  set limit(limit: number) {
    this.#limit = limit
    this.#admit()
  }

  /** True while nobody more could begin. */
  get isFull(): boolean {
    return this.#taken >= this.#limit
  }

  /** Begins when there is a place, first come, first served. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      this.#admit()
    })
    try {
      return await work()
    } finally {
      this.#taken--
      this.#admit()
    }
  }

  #admit(): void {
    while (!this.isFull) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#taken++
      next()
    }
  }
}
