import { createServer, type Server } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { Arrivals } from './arrivals.ts'
import { socketOptions } from './connection.ts'
import { descriptorOf, limitPipe } from './libc.ts'
import {
  type Connection,
  HostCannot,
  PeerError,
  type Target,
  type TargetOptions,
  type Testify,
} from './peer.ts'
import { openToAll } from './paths.ts'
import { isPath, nodeAddress } from './place.ts'

/** With these a pipe is full at about 69 KB, and stable within 50 ms; by default it took 4 MB and more after a pause. */
const smallPipe = { receiveBuffer: 4_096, segment: 1_460 }

/** A target at a Unix-domain address is told which. */
export interface OwnTargetOptions extends TargetOptions {
  readonly at?: Address
}

export interface OwnTarget extends Target {
  /** Stops listening and resets every connection. */
  dismiss(): void
}

/**
 * Opens a target server, on an ephemeral port of the loopback interface or at a Unix-domain address. Rejects with
 * PeerError, and with HostCannot where this host has no such address.
 */
export async function openTarget(options: OwnTargetOptions, testify: Testify): Promise<OwnTarget> {
  const server = createServer({ ...socketOptions, pauseOnConnect: options.stalled === true })
  const address = await listenFor(options, server)
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

async function listenFor({ family, host, at }: OwnTargetOptions, server: Server): Promise<Address> {
  if (at !== undefined) return listen(server, at)
  if (family === 'ipv6')
    return listen(server, { host: '::1', port: 0 }).catch((error: unknown) => {
      throw new HostCannot(`this host has no IPv6: ${String(error)}`)
    })
  if (host === undefined) return listen(server)
  // Only Linux has the whole loopback network from the start.
  return listen(server, { host, port: 0 }).catch(() => listen(server))
}

/** Listens on an ephemeral port of 127.0.0.1, unless told otherwise. Rejects with PeerError. */
export function listen(server: Server, at: Address = { host: '127.0.0.1', port: 0 }): Promise<Address> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void =>
      reject(new PeerError(`a target could not listen: ${error.message}`))
    server.once('error', refuse)
    server.listen(nodeAddress(at), () => {
      server.off('error', refuse)
      if (isPath(at)) openToAll(at.host)
      const address = server.address()
      resolve(typeof address === 'object' ? { host: at.host, port: address?.port ?? 0 } : at)
    })
  })
}
