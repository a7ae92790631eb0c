import { connect, createServer } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { HostCannot } from './peer.ts'
import { listen } from './target.ts'

/** An address that refuses every connection until it is closed. */
export interface Refusing {
  readonly address: Address
  close(): void
}

/**
 * 127.0.0.77 with a port that the harness holds on 127.0.0.1. A port just closed is not safe: within 1,000 binds it is
 * handed out again one time in ten. Proven once; rejects with HostCannot where the address does not refuse.
 */
export async function openRefusing(): Promise<Refusing> {
  const holder = createServer((stranger) => stranger.destroy())
  const { port } = await listen(holder)
  // It must not keep the harness alive.
  holder.unref()
  const address = { host: '127.0.0.77', port }
  const answer = await attempt(address)
  if (answer !== 'ECONNREFUSED') {
    holder.close()
    throw new HostCannot(
      `this host answers a connect to ${address.host} with ${answer} and not with ECONNREFUSED`,
    )
  }
  return { address, close: () => holder.close() }
}

function attempt(address: Address): Promise<string> {
  return new Promise((resolve) => {
    const client = connect(address)
    client.once('connect', () => {
      client.destroy()
      resolve('a connection')
    })
    client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}
