import { hangGraceMillis, leftoverMillis, sleep } from '../clock.ts'
import type { Hello, Lane, LaneMaker, OpenedLane, Refusal } from './lane.ts'

/** A lane on loan for one trial. */
export interface Lease {
  readonly lane: Lane
  readonly hello: Hello
  /** How many trials it has served before this one. */
  readonly served: number
}

/** No lane could be had, in two attempts. */
export class LaneRefused extends Error {
  override name = 'LaneRefused'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.what)
    this.refusal = refusal
  }
}

export interface AcquireOptions {
  /** A lane that has served no trial yet. */
  readonly fresh?: boolean
}

/** Whoever lends lanes. */
export interface Lender {
  acquire(options?: AcquireOptions): Promise<Lease>
  release(lease: Lease): Promise<void>
  retire(lease: Lease): Promise<void>
  stretch(by: 1 | -1): void
}

interface Waiter {
  readonly fresh: boolean
  readonly resolve: (lease: Lease) => void
  readonly reject: (error: unknown) => void
}

/** On two cores, 24 at once gave the first lane after 195 ms, four at once after 30 ms; the last came 50 ms later. */
const startsAtOnce = 4

/** Lanes of one wrapper: opened when wanted, lent one trial at a time, never more than the limit alive at once. */
export class LanePool implements Lender {
  readonly #make: LaneMaker
  #limit: number
  /** Lanes on loan that hang. */
  #stretched = 0
  #waiting: Waiter[] = []
  #idle: Lease[] = []
  readonly #lent = new Set<Lease>()
  /** Every lane that may have a process: idle, lent, being reset and being closed. */
  readonly #alive = new Set<Lane>()
  #opening = 0
  #closing = 0
  #closed: Promise<void> | undefined
  /** Called when no lane is being opened any more. */
  #allOpened = () => {}

  /** At most `limit` lanes of those that `make` makes. */
  constructor(make: LaneMaker, limit: number) {
    this.#make = make
    this.#limit = Math.max(1, limit)
  }

  /** Lends a lane, first come, first served. Rejects with LaneRefused if none can be opened. */
  acquire(options: AcquireOptions = {}): Promise<Lease> {
    if (this.#closed !== undefined) return Promise.reject(new LaneRefused(over))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ fresh: options.fresh ?? false, resolve, reject })
      this.#serve()
    })
  }

  /**
   * Takes a lane back: it is reset for the next trial, or closed if it cannot be. Resolves when that is done; nobody
   * need wait for it. A lease that has been given back is ignored.
   */
  async release(lease: Lease): Promise<void> {
    if (!this.#lent.delete(lease)) return
    if (this.#excess() > 0) return this.#discard(lease.lane)
    if (!(await isReset(lease.lane)) || this.#closed !== undefined) return this.#discard(lease.lane)
    this.#idle.push({ ...lease, served: lease.served + 1 })
    this.#serve()
  }

  /**
   * Resets a lane on loan for another trial of the same borrower. Undefined if it cannot be reset: then it has been
   * taken back and closed.
   */
  async renew(lease: Lease): Promise<Lease | undefined> {
    if (!this.#lent.has(lease)) return undefined
    if (this.#closed === undefined && (await isReset(lease.lane)) && this.#lent.delete(lease)) {
      const renewed = { ...lease, served: lease.served + 1 }
      this.#lent.add(renewed)
      return renewed
    }
    await this.retire(lease)
    return undefined
  }

  /** Takes a lane back and closes it. */
  async retire(lease: Lease): Promise<void> {
    if (this.#lent.delete(lease)) await this.#discard(lease.lane)
  }

  /** Lets at most `limit` lanes live from now on; those on loan are closed as they come back. */
  setLimit(limit: number): void {
    this.#limit = Math.max(1, limit)
    this.#serve()
  }

  /**
   * While a lane does nothing but wait for a deadline, another may take its place: what hangs costs time, not a core.
   * At most as many again as the limit.
   */
  stretch(by: 1 | -1): void {
    this.#stretched += by
    if (by === 1) this.#serve()
  }

  /** Closes every lane, also those on loan, and refuses whoever waits. Resolves when all are gone. */
  close(): Promise<void> {
    this.#closed ??= this.#shut()
    return this.#closed
  }

  async #shut(): Promise<void> {
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new LaneRefused(over))
    this.#idle = []
    await Promise.all([...this.#alive].map((lane) => lane.close()))
    if (this.#opening > 0) {
      await new Promise<void>((resolve) => {
        this.#allOpened = resolve
      })
    }
    await Promise.all([...this.#alive].map((lane) => lane.close()))
  }

  /** Brings who waits together with what is there, and opens or closes what it takes. Idempotent. */
  #serve(): void {
    if (this.#closed !== undefined) return
    // An adapter may die between two trials.
    const dead = this.#idle.filter(({ lane }) => !lane.usable)
    this.#idle = this.#idle.filter(({ lane }) => lane.usable)
    for (const { lane } of dead) void this.#discard(lane)
    this.#waiting = this.#waiting.filter((waiter) => !this.#lend(waiter))
    while (this.#idle.length > 0 && this.#excess() > 0) {
      void this.#discard(this.#idle.shift()!.lane)
    }
    let wanted = this.#waiting.length - this.#opening
    while (wanted > 0 && this.#opening < startsAtOnce && this.#alive.size + this.#opening < this.#most()) {
      void this.#open()
      wanted -= 1
    }
    // Who is left wants a fresh lane while used ones lie idle: they make room, one each.
    while (
      wanted > this.#closing &&
      this.#idle.length > 0 &&
      this.#alive.size + this.#opening >= this.#most()
    ) {
      void this.#discard(this.#idle.shift()!.lane)
    }
  }

  /** How many more lanes there are, and will be, than there may be. */
  #excess(): number {
    return this.#alive.size + this.#opening - this.#closing - this.#most()
  }

  #most(): number {
    return this.#limit + Math.min(this.#stretched, this.#limit)
  }

  #lend(waiter: Waiter): boolean {
    // A used lane will do for most; a fresh one is kept for who needs it.
    let at = this.#idle.findIndex(({ served }) => (served === 0) === waiter.fresh)
    if (at === -1 && !waiter.fresh) at = this.#idle.length - 1
    const lease = this.#idle[at]
    if (lease === undefined) return false
    this.#idle.splice(at, 1)
    this.#lent.add(lease)
    waiter.resolve(lease)
    return true
  }

  async #open(): Promise<void> {
    this.#opening += 1
    try {
      const made = await this.#makeOne()
      if (made.kind === 'refused') throw new LaneRefused(made.refusal)
      this.#alive.add(made.lane)
      this.#idle.push({ lane: made.lane, hello: made.hello, served: 0 })
    } catch (error) {
      this.#waiting.shift()?.reject(error)
    }
    this.#opening -= 1
    if (this.#opening === 0) this.#allOpened()
    this.#serve()
  }

  /** Once more after a refusal: a machine short of memory for a moment is no reason to give up a run. */
  async #makeOne(): Promise<OpenedLane> {
    const made = await this.#make()
    return made.kind === 'open' || this.#closed !== undefined ? made : this.#make()
  }

  async #discard(lane: Lane): Promise<void> {
    this.#closing += 1
    await lane.close()
    this.#alive.delete(lane)
    this.#closing -= 1
    this.#serve()
  }
}

const over: Refusal = { what: 'The run is over.', next: 'Ask for lanes before the pool is closed.' }

async function isReset(lane: Lane): Promise<boolean> {
  if (!lane.usable) return false
  const left = lane.inFlight
  try {
    const call = lane.call('reset', [])
    // Calls on other threads that the trial has left may keep it from closing what they wait for.
    call.arm(left.length > 0 ? leftoverMillis : hangGraceMillis)
    const outcome = await call.outcome
    if (outcome.kind !== 'reply' || outcome.status !== 'ok') return false
    if (left.length > 0)
      await Promise.race([Promise.all(left.map((each) => each.outcome)), sleep(leftoverMillis)])
    return lane.usable && lane.inFlight.length === 0
  } catch {
    // The trial has left a call in flight: there is no telling when it would be over.
    return false
  }
}
