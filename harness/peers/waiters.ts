/** Promises that wait until a condition holds, each with a limit of its own. Whoever changes the state says so. */
export class Waiters {
  readonly #looks = new Set<() => void>()

  /** Resolves as soon as `holds` is true, or after `milliseconds`, whichever is first. */
  until(holds: () => boolean, milliseconds: number): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(limit)
        this.#looks.delete(look)
        resolve()
      }
      const look = (): void => {
        if (holds()) done()
      }
      // After a stall the limit is due before what has arrived is read: that first.
      const limit = setTimeout(() => setImmediate(done), milliseconds)
      this.#looks.add(look)
    })
  }

  /** The state has changed: everyone looks again. */
  changed(): void {
    for (const look of this.#looks) look()
  }
}
