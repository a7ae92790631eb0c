import type { Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { peerPatienceMillis } from '../clock.ts'
import { PeerConnection } from './connection.ts'
import { type Connection, PeerError, type Testify } from './peer.ts'

/** The connections that a listener of the harness has accepted, and those who wait for the next. */
export class Arrivals {
  readonly accepted: PeerConnection[] = []
  readonly #address: Address
  readonly #testify: Testify
  readonly #unasked: Connection[] = []
  readonly #waiting = new Set<(connection: Connection) => void>()

  constructor(address: Address, testify: Testify) {
    this.#address = address
    this.#testify = testify
  }

  add(socket: Socket): void {
    // Undefined when the client has reset the connection before it was accepted.
    const remote = { host: socket.remoteAddress ?? this.#address.host, port: socket.remotePort ?? 0 }
    this.#testify(`accepted from port ${remote.port}`)
    const connection = new PeerConnection(socket, this.#address, remote, this.#testify)
    this.accepted.push(connection)
    const [first] = this.#waiting
    if (first === undefined) this.#unasked.push(connection)
    else first(connection)
  }

  /** The next connection that nobody has asked for yet; askers are served in turn. */
  next(milliseconds = peerPatienceMillis): Promise<Connection> {
    const ready = this.#unasked.shift()
    if (ready !== undefined) return Promise.resolve(ready)
    const arrival = new Promise<Connection>((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting.delete(take)
        reject(new PeerError(`no connection came to port ${this.#address.port} within ${milliseconds} ms`))
      }, milliseconds)
      const take = (connection: Connection): void => {
        clearTimeout(limit)
        this.#waiting.delete(take)
        resolve(connection)
      }
      this.#waiting.add(take)
    })
    // A check that failed elsewhere may never look at it.
    arrival.catch(() => {})
    return arrival
  }

  dismiss(): void {
    for (const connection of this.accepted) connection.dismiss()
  }
}
