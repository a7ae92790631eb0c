import { connect } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { peerPatienceMillis } from '../clock.ts'
import { PeerConnection, socketOptions } from './connection.ts'
import { type Connection, PeerError, type Testify } from './peer.ts'
import { isPath, nodeAddress, place } from './place.ts'

/** A dial under way, or done. */
export interface Dial {
  /** Rejects with PeerError if the dial is refused, takes too long or is dismissed before. */
  readonly connection: Promise<Connection>
  /** Gives up, or resets the connection. */
  dismiss(): void
}

/** Dials `address` from an ephemeral port. */
export function dial(address: Address, testify: Testify): Dial {
  const socket = connect({ ...nodeAddress(address), ...socketOptions })
  let made: PeerConnection | undefined
  const connection = new Promise<Connection>((resolve, reject) => {
    const fail = (why: string): void => reject(new PeerError(`could not dial ${place(address)}: ${why}`))
    const limit = setTimeout(() => {
      fail(`no answer within ${peerPatienceMillis} ms`)
      socket.destroy()
    }, peerPatienceMillis)
    // Both stay on after the connection is made, when they do nothing: no error is ever unheard.
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    socket.on('close', () => {
      clearTimeout(limit)
      fail('dismissed')
    })
    socket.once('connect', () => {
      clearTimeout(limit)
      const local = isPath(address)
        ? { host: '', port: 0 }
        : { host: socket.localAddress ?? '127.0.0.1', port: socket.localPort ?? 0 }
      testify(isPath(address) ? 'connected' : `connected from port ${local.port}`)
      made = new PeerConnection(socket, local, address, testify)
      resolve(made)
    })
  })
  // A check that failed elsewhere may never look at it.
  connection.catch(() => {})
  return { connection, dismiss: () => (made === undefined ? socket.destroy() : made.dismiss()) }
}
