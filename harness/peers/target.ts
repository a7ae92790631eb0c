import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { Arrivals } from './arrivals.ts'
import { socketOptions } from './connection.ts'
import { descriptorOf, limitPipe } from './libc.ts'
import { type Connection, PeerError, type Target, type TargetOptions, type Testify } from './peer.ts'

/** With these a pipe is full at about 69 KB, and stable within 50 ms; by default it took 4 MB and more after a pause. */
const smallPipe = { receiveBuffer: 4_096, segment: 1_460 }

export interface OwnTarget extends Target {
  /** Stops listening and resets every connection. */
  dismiss(): void
}

/** Opens a target server on an ephemeral port of 127.0.0.1. Rejects with PeerError. */
export async function openTarget(options: TargetOptions, testify: Testify): Promise<OwnTarget> {
  const server = createServer({ ...socketOptions, pauseOnConnect: options.stalled === true })
  const address = await listen(server)
  const arrivals = new Arrivals(address, testify)
  server.on('connection', (socket) => arrivals.add(socket))
  const dismiss = (): void => {
    server.close()
    arrivals.dismiss()
  }
  if (options.pipe === 'small') {
    try {
      limitPipe(descriptorOf(server), smallPipe)
    } catch (error) {
      dismiss()
      throw error
    }
  }
  return {
    address,
    accepted: arrivals.accepted,
    next: (milliseconds?: number): Promise<Connection> => arrivals.next(milliseconds),
    dismiss,
  }
}

/** Listens on an ephemeral port of 127.0.0.1. Rejects with PeerError. */
export function listen(server: Server): Promise<Address> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new PeerError(`a target could not listen: ${error.message}`)))
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      resolve({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
    })
  })
}
