import type { Address } from '../protocol/words.ts'
import { type FullQueue, openBlackhole } from './blackhole.ts'
import { openDatagramPeer } from './datagrams.ts'
import { dial } from './dialling.ts'
import { openFullBacklog } from './full-backlog.ts'
import { bindAt, closeDescriptor } from './libc.ts'
import { freshPath, openToAll, removePath } from './paths.ts'
import type {
  Blackhole,
  Connection,
  DatagramPeer,
  Encounters,
  Peers,
  Target,
  TargetOptions,
  Testify,
  TlsTarget,
} from './peer.ts'
import { isPath } from './place.ts'
import { openTarget } from './target.ts'
import { openTlsTarget, type OwnIdentity } from './tls-target.ts'

/** What the trials of one run share. Each is made when it is first asked for; all may reject with HostCannot. */
export interface Shared {
  refusing(): Promise<Address>
  blackhole(): Promise<Address>
  nobody(): Promise<Address>
  /** Where Unix-domain sockets get their addresses. */
  readonly folder: string
  identity(): Promise<OwnIdentity>
  /** Resolves once a blackhole has been proven to hold on this host. */
  proof(queue: FullQueue): Promise<void>
}

/** The peers of one trial. */
export class Troupe implements Peers {
  readonly #testify: Testify
  readonly #shared: Shared
  readonly #dismissals: (() => void)[] = []
  readonly #dialled: Connection[] = []
  readonly #taking: Pick<Target, 'accepted'>[] = []
  #dismissed = false

  constructor(testify: Testify, shared: Shared) {
    this.#testify = testify
    this.#shared = shared
  }

  async target(options: TargetOptions = {}): Promise<Target> {
    const at = options.family === 'unix' ? { at: this.path() } : {}
    const target = await openTarget({ ...options, ...at }, this.#testify)
    this.#keep(() => target.dismiss())
    this.#taking.push(target)
    return target
  }

  async tlsTarget(): Promise<TlsTarget> {
    const target = await openTlsTarget(await this.#shared.identity(), this.#testify)
    this.#keep(() => target.dismiss())
    this.#taking.push(target)
    return target
  }

  dial(address: Address): Promise<Connection> {
    const dialled = dial(address, this.#testify)
    this.#keep(() => dialled.dismiss())
    void dialled.connection.then(
      (connection) => this.#dialled.push(connection),
      () => {},
    )
    return dialled.connection
  }

  refusing(): Promise<Address> {
    return this.#shared.refusing()
  }

  async blackhole(): Promise<Blackhole> {
    const queue = await openBlackhole(this.#testify)
    this.#keep(() => queue.dismiss())
    this.#taking.push(queue)
    await this.#shared.proof(queue)
    return queue
  }

  sharedBlackhole(): Promise<Address> {
    return this.#shared.blackhole()
  }

  async fullBacklog(): Promise<Blackhole> {
    const queue = await openFullBacklog(this.path(), this.#testify)
    this.#keep(() => queue.dismiss())
    return queue
  }

  path(): Address {
    const address = freshPath(this.#shared.folder)
    this.#keep(() => removePath(address))
    return address
  }

  deafPath(): Promise<Address> {
    const address = this.path()
    const fd = bindAt(address.host)
    this.#keep(() => closeDescriptor(fd))
    openToAll(address.host)
    return Promise.resolve(address)
  }

  async datagrams(): Promise<DatagramPeer> {
    const peer = await openDatagramPeer(this.#testify)
    this.#keep(() => peer.dismiss())
    return peer
  }

  nobody(): Promise<Address> {
    return this.#shared.nobody()
  }

  get receivedCount(): number {
    return [...this.#dialled, ...this.#came].reduce((sum, { receivedCount }) => sum + receivedCount, 0)
  }

  get #came(): readonly Connection[] {
    return this.#taking.flatMap(({ accepted }) => accepted)
  }

  encounters(): Encounters {
    return {
      dialled: this.#dialled
        .filter(({ remote }) => !isPath(remote))
        .map(({ local, remote }) => ({ from: local.port, to: remote.port })),
      came: this.#came
        .filter(({ local }) => !isPath(local))
        .map(({ local, remote }) => ({ from: remote.port, to: local.port })),
    }
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
