import { createSocket, type Socket } from 'node:dgram'
import { nowMicros } from '../clock.ts'
import type { Address } from '../protocol/words.ts'
import { type Datagram, type DatagramPeer, PeerError, type Testify } from './peer.ts'
import { Waiters } from './waiters.ts'

/** A datagram socket on an ephemeral port of 127.0.0.1. */
export class OwnDatagramPeer implements DatagramPeer {
  readonly address: Address
  readonly received: Datagram[] = []
  readonly #socket: Socket
  readonly #testify: Testify
  readonly #waiters = new Waiters()
  #closed = false

  /** Use `openDatagramPeer`: the socket is bound. */
  constructor(socket: Socket, testify: Testify) {
    const { address, port } = socket.address()
    this.address = { host: address, port }
    this.#socket = socket
    this.#testify = testify
    socket.on('message', (bytes, { address: host, port: from }) => {
      testify(`received a datagram of ${bytes.length} bytes from port ${from}`)
      this.received.push({ bytes, from: { host, port: from } })
      this.#waiters.changed()
    })
    // Whoever sends is told of what went wrong; nothing else can.
    socket.on('error', () => {})
  }

  sendTo(bytes: Uint8Array, { host, port }: Address): Promise<number> {
    const sent = new Promise<number>((resolve, reject) => {
      const refuse = (why: string): void =>
        reject(new PeerError(`could not send a datagram to port ${port}: ${why}`))
      if (this.#closed) return refuse('the trial is over')
      this.#socket.send(bytes, port, host, (error) => {
        if (error) return refuse(error.message)
        const at = nowMicros()
        this.#testify(`sent a datagram of ${bytes.length} bytes to port ${port}`, at)
        resolve(at)
      })
    })
    // A check that failed elsewhere may never look at it.
    sent.catch(() => {})
    return sent
  }

  async receives(count: number, milliseconds: number): Promise<boolean> {
    await this.#waiters.until(() => this.received.length >= count, milliseconds)
    return this.received.length >= count
  }

  dismiss(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }
}

/** Rejects with PeerError. */
export async function openDatagramPeer(testify: Testify): Promise<OwnDatagramPeer> {
  return new OwnDatagramPeer(await bound('127.0.0.1'), testify)
}

/** A datagram socket on an ephemeral port of `host`. */
export function bound(host: string): Promise<Socket> {
  const socket = createSocket('udp4')
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close()
      reject(new PeerError(`a datagram socket could not be bound: ${error.message}`))
    })
    socket.bind({ address: host, port: 0, exclusive: true }, () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}
