import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { abort } from './abort.ts'
import { Arrivals } from './arrivals.ts'
import { socketOptions } from './connection.ts'
import { closeDescriptor, listenUnattendedAt } from './libc.ts'
import { type Blackhole, type Connection, HostCannot, PeerError, type Testify } from './peer.ts'

/** Linux takes one more into the queue than the backlog says; a host that takes this many has no limit at all. */
const backlog = 0
const mostFillers = 8

/**
 * A Unix-domain listener whose queue is full of the harness's own clients. Here the kernel makes a blocking connect wait
 * until there is room, and answers a non-blocking one with EAGAIN.
 */
export class FullBacklog implements Blackhole {
  readonly address: Address
  readonly #arrivals: Arrivals
  readonly #fillers: Socket[] = []
  readonly #fd: number
  #keeper: 'kernel' | Server | 'nobody' = 'kernel'

  /** Use `openFullBacklog`, which fills it. */
  constructor(address: Address, testify: Testify) {
    this.address = address
    this.#fd = listenUnattendedAt(address.host, backlog)
    this.#arrivals = new Arrivals(address, testify)
  }

  get accepted(): readonly Connection[] {
    return this.#arrivals.accepted
  }

  next(milliseconds?: number): Promise<Connection> {
    return this.#arrivals.next(milliseconds)
  }

  /** Until the next client is turned away, which proves that the queue is full. */
  async fill(): Promise<void> {
    while (this.#fillers.length <= mostFillers) {
      const filler = connect({ path: this.address.host })
      const answer = await outcomeOf(filler)
      if (answer === 'EAGAIN') return
      if (answer !== 'connected') throw new PeerError(`a backlog could not be filled: ${answer}`)
      this.#fillers.push(filler)
    }
    throw new HostCannot('the backlog of a Unix-domain listener has no limit on this host')
  }

  /** The server takes the descriptor over, and closes it when it is dismissed. The fillers come first: it is a queue. */
  release(): Promise<void> {
    if (this.#keeper !== 'kernel') return Promise.reject(new PeerError('this backlog was released before'))
    const server = createServer(socketOptions)
    this.#keeper = server
    let fillers = this.#fillers.length
    server.on('connection', (socket) => {
      fillers -= 1
      if (fillers >= 0) abort(socket)
      else this.#arrivals.add(socket)
    })
    return new Promise((resolve, reject) => {
      server.once('error', (error) =>
        reject(new PeerError(`a backlog could not be released: ${error.message}`)),
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
export async function openFullBacklog(address: Address, testify: Testify): Promise<FullBacklog> {
  const queue = new FullBacklog(address, testify)
  try {
    await queue.fill()
    return queue
  } catch (error) {
    queue.dismiss()
    throw error
  }
}

/** Resolves once the attempt is over, to `connected` or to the code of its failure. */
function outcomeOf(client: Socket): Promise<string> {
  return new Promise((resolve) => {
    client.once('connect', () => resolve('connected'))
    client.on('error', ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message))
  })
}
