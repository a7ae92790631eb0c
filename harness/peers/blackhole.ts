import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { fullQueueProofMillis, sleep } from '../clock.ts'
import { abort } from './abort.ts'
import { Arrivals } from './arrivals.ts'
import { socketOptions } from './connection.ts'
import { closeDescriptor, listenUnattended } from './libc.ts'
import { type Blackhole, type Connection, HostCannot, PeerError, type Testify } from './peer.ts'

/** Linux lets one more into the accept queue than the backlog says. */
const backlog = 1
const queueHolds = 2

/**
 * A listener whose accept queue is full of the harness's own clients. A further connect stays pending: the kernel drops
 * its SYN, and sends it again after 1 s. Nobody accepts before the release, so nothing can get in by chance.
 */
export class FullQueue implements Blackhole {
  readonly address: Address
  readonly #arrivals: Arrivals
  readonly #fillers: Socket[] = []
  readonly #fd: number
  #keeper: 'kernel' | Server | 'nobody' = 'kernel'

  /** Use `openBlackhole`, which fills it. */
  constructor(testify: Testify) {
    const { fd, port } = listenUnattended(backlog)
    this.#fd = fd
    this.address = { host: '127.0.0.1', port }
    this.#arrivals = new Arrivals(this.address, testify)
  }

  get accepted(): readonly Connection[] {
    return this.#arrivals.accepted
  }

  next(milliseconds?: number): Promise<Connection> {
    return this.#arrivals.next(milliseconds)
  }

  /** One at a time: filled at once, a third client got in 14 times of 400. */
  async fill(): Promise<void> {
    while (this.#fillers.length < queueHolds) {
      const filler = connect(this.address)
      this.#fillers.push(filler)
      if (!(await connects(filler))) throw new PeerError('a blackhole could not be filled')
    }
  }

  /** A third client must stay outside. Rejects with HostCannot if it gets in or is turned away. */
  async prove(): Promise<void> {
    const third = connect(this.address)
    const settled = await Promise.race([
      connects(third).then((inside) => (inside ? 'lets clients in' : 'turns clients away')),
      sleep(fullQueueProofMillis),
    ])
    third.destroy()
    if (settled !== undefined) throw new HostCannot(`this host ${settled} when an accept queue is full`)
  }

  /** The server takes the descriptor over, and closes it when it is dismissed. */
  release(): Promise<void> {
    if (this.#keeper !== 'kernel') return Promise.reject(new PeerError('this blackhole was released before'))
    const server = createServer(socketOptions)
    this.#keeper = server
    // The ports must be read before the fillers go: afterwards nobody could tell them from the wrapper's connections.
    const fillerPorts = new Set(this.#fillers.map((filler) => filler.localPort))
    server.on('connection', (socket) => {
      if (fillerPorts.delete(socket.remotePort)) abort(socket)
      else this.#arrivals.add(socket)
    })
    return new Promise((resolve, reject) => {
      server.once('error', (error) =>
        reject(new PeerError(`a blackhole could not be released: ${error.message}`)),
      )
      server.listen({ fd: this.#fd }, resolve)
    })
  }

  dismiss(): void {
    const keeper = this.#keeper
    this.#keeper = 'nobody'
    if (keeper === 'kernel') closeDescriptor(this.#fd)
    else if (keeper !== 'nobody') keeper.close()
    for (const filler of this.#fillers) abort(filler)
    this.#arrivals.dismiss()
  }
}

/** Opens a listener and fills its queue. Rejects with PeerError, and HostCannot on other systems than Linux. */
export async function openBlackhole(testify: Testify): Promise<FullQueue> {
  const queue = new FullQueue(testify)
  try {
    await queue.fill()
    return queue
  } catch (error) {
    queue.dismiss()
    throw error
  }
}

/** Resolves once the attempt is over, to whether it succeeded. Later errors of the client are nobody's business. */
function connects(client: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    client.once('connect', () => resolve(true))
    client.on('error', () => resolve(false))
  })
}
