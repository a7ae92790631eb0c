import type { Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { peerPatienceMillis } from '../clock.ts'
import { PeerConnection } from './connection.ts'
import { type Connection, PeerError, type Testify } from './peer.ts'
import { isPath, place } from './place.ts'

interface Asker {
  take(connection: Connection): void
  giveUp(why: string): void
}

/** The connections that a listener of the harness has accepted, and those who wait for the next. */
export class Arrivals {
  readonly accepted: PeerConnection[] = []
  readonly #address: Address
  readonly #testify: Testify
  readonly #unasked: Connection[] = []
  readonly #waiting = new Set<Asker>()

  constructor(address: Address, testify: Testify) {
    this.#address = address
    this.#testify = testify
  }

  /** `stream` is the socket, or what runs over it. */
  add(stream: Socket, socket = stream): PeerConnection {
    // Undefined when the client has reset the connection before it was accepted.
    const remote = isPath(this.#address)
      ? { host: '', port: 0 }
      : { host: socket.remoteAddress ?? this.#address.host, port: socket.remotePort ?? 0 }
    this.#testify(isPath(this.#address) ? 'accepted a client' : `accepted from port ${remote.port}`)
    const connection = new PeerConnection(stream, this.#address, remote, this.#testify)
    this.accepted.push(connection)
    const [first] = this.#waiting
    if (first === undefined) this.#unasked.push(connection)
    else first.take(connection)
    return connection
  }

  /** The next connection that nobody has asked for yet; askers are served in turn. */
  next(milliseconds = peerPatienceMillis): Promise<Connection> {
    const ready = this.#unasked.shift()
    if (ready !== undefined) return Promise.resolve(ready)
    const arrival = new Promise<Connection>((resolve, reject) => {
      const asker: Asker = {
        take: (connection) => {
          leave()
          resolve(connection)
        },
        giveUp: (why) => {
          leave()
          reject(new PeerError(`no connection came to ${place(this.#address)} ${why}`))
        },
      }
      const limit = setTimeout(() => asker.giveUp(`within ${milliseconds} ms`), milliseconds)
      const leave = (): void => {
        clearTimeout(limit)
        this.#waiting.delete(asker)
      }
      this.#waiting.add(asker)
    })
    // A check that failed elsewhere may never look at it.
    arrival.catch(() => {})
    return arrival
  }

  /** Resets every connection, and turns away whoever still waits for one. */
  dismiss(): void {
    for (const asker of this.#waiting) asker.giveUp('before the trial was over')
    for (const connection of this.accepted) connection.dismiss()
  }
}
