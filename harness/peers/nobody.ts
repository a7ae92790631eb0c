import { createSocket } from 'node:dgram'
import { peerPatienceMillis } from '../clock.ts'
import type { Address } from '../protocol/words.ts'
import { bound } from './datagrams.ts'
import { HostCannot } from './peer.ts'

/** An address where no datagram socket is, until it is closed. */
export interface Nobody {
  readonly address: Address
  close(): void
}

/**
 * 127.0.0.77 with a datagram port that the harness holds on 127.0.0.1, so that nobody is given it by chance. Proven once:
 * rejects with HostCannot where the sender of a datagram is not told that nobody is there.
 */
export async function openNobody(): Promise<Nobody> {
  const holder = await bound('127.0.0.1')
  // It must not keep the harness alive.
  holder.unref()
  const address = { host: '127.0.0.77', port: holder.address().port }
  const answer = await attempt(address)
  if (answer !== 'ECONNREFUSED') {
    holder.close()
    throw new HostCannot(
      `this host answers a datagram to ${address.host} with ${answer} and not with ECONNREFUSED`,
    )
  }
  return { address, close: () => holder.close() }
}

function attempt({ host, port }: Address): Promise<string> {
  const sender = createSocket('udp4')
  return new Promise<string>((resolve) => {
    const limit = setTimeout(() => resolve('nothing'), peerPatienceMillis)
    sender.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      clearTimeout(limit)
      resolve(code ?? message)
    })
    sender.connect(port, host, () => sender.send('is anybody there?', () => {}))
  }).finally(() => sender.close())
}
