import { createServer, type Server, type Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { abort } from './abort.ts'
import { Arrivals } from './arrivals.ts'
import { socketOptions } from './connection.ts'
import { closeDescriptor } from './libc.ts'
import { type Blackhole, type Connection, PeerError, type Testify } from './peer.ts'

/**
 * A listener that nobody accepts from before the release, so that nothing can get in by chance, and whose queue is full of
 * the harness's own clients.
 */
export abstract class Unattended implements Blackhole {
  readonly address: Address
  protected readonly fillers: Socket[] = []
  readonly #arrivals: Arrivals
  readonly #fd: number
  #keeper: 'kernel' | Server | 'nobody' = 'kernel'

  /** `fd` listens at the address, and is closed in the end. */
  constructor(fd: number, address: Address, testify: Testify) {
    this.address = address
    this.#fd = fd
    this.#arrivals = new Arrivals(address, testify)
  }

  /** Answers, at the release, whether a connection is one of the fillers'. */
  protected abstract recognise(): (socket: Socket) => boolean

  get accepted(): readonly Connection[] {
    return this.#arrivals.accepted
  }

  protected get isUnattended(): boolean {
    return this.#keeper === 'kernel'
  }

  next(milliseconds?: number): Promise<Connection> {
    return this.#arrivals.next(milliseconds)
  }

  /** The server takes the descriptor over, and closes it when it is dismissed. */
  release(): Promise<void> {
    if (this.#keeper !== 'kernel') return Promise.reject(new PeerError('this queue was released before'))
    const server = createServer(socketOptions)
    this.#keeper = server
    const isOurs = this.recognise()
    server.on('connection', (socket) => {
      if (isOurs(socket)) abort(socket)
      else this.#arrivals.add(socket)
    })
    return new Promise((resolve, reject) => {
      server.once('error', (error) =>
        reject(new PeerError(`a queue could not be released: ${error.message}`)),
      )
      server.listen({ fd: this.#fd }, resolve)
    })
  }

  dismiss(): void {
    const keeper = this.#keeper
    this.#keeper = 'nobody'
    if (keeper === 'kernel') closeDescriptor(this.#fd)
    else if (keeper !== 'nobody') keeper.close()
    for (const filler of this.fillers) abort(filler)
    this.#arrivals.dismiss()
  }
}

/** Fills a queue, or lets go of it. */
export async function filled<Queue extends Unattended & { fill(): Promise<void> }>(
  queue: Queue,
): Promise<Queue> {
  try {
    await queue.fill()
    return queue
  } catch (error) {
    queue.dismiss()
    throw error
  }
}
