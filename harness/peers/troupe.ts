import type { Address } from '../protocol/words.ts'
import { type FullQueue, openBlackhole } from './blackhole.ts'
import { dial } from './dialling.ts'
import type { Blackhole, Connection, Peers, Target, TargetOptions, Testify } from './peer.ts'
import { openTarget } from './target.ts'

/** What the trials of one run share. Each is made when it is first asked for; all may reject with HostCannot. */
export interface Shared {
  refusing(): Promise<Address>
  blackhole(): Promise<Address>
  /** Resolves once a blackhole has been proven to hold on this host. */
  proof(queue: FullQueue): Promise<void>
}

/** The peers of one trial. */
export class Troupe implements Peers {
  readonly #testify: Testify
  readonly #shared: Shared
  readonly #dismissals: (() => void)[] = []
  #dismissed = false

  constructor(testify: Testify, shared: Shared) {
    this.#testify = testify
    this.#shared = shared
  }

  async target(options: TargetOptions = {}): Promise<Target> {
    const target = await openTarget(options, this.#testify)
    this.#keep(() => target.dismiss())
    return target
  }

  dial(address: Address): Promise<Connection> {
    const dialled = dial(address, this.#testify)
    this.#keep(() => dialled.dismiss())
    return dialled.connection
  }

  refusing(): Promise<Address> {
    return this.#shared.refusing()
  }

  async blackhole(): Promise<Blackhole> {
    const queue = await openBlackhole(this.#testify)
    this.#keep(() => queue.dismiss())
    await this.#shared.proof(queue)
    return queue
  }

  sharedBlackhole(): Promise<Address> {
    return this.#shared.blackhole()
  }

  dismiss(): Promise<void> {
    this.#dismissed = true
    for (const dismissal of this.#dismissals.splice(0)) dismissal()
    return Promise.resolve()
  }

  /** What was still on its way up when the trial ended goes down at once. */
  #keep(dismissal: () => void): void {
    if (this.#dismissed) dismissal()
    else this.#dismissals.push(dismissal)
  }
}
