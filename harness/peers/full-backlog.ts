import { connect, type Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { listenUnattendedAt } from './libc.ts'
import { openToAll } from './paths.ts'
import { HostCannot, PeerError, type Testify } from './peer.ts'
import { filled, Unattended } from './unattended.ts'

/** Linux takes one more into the queue than the backlog says; a host that takes this many has no limit at all. */
const backlog = 0
const mostFillers = 8

/**
 * A Unix-domain listener whose queue is full of the harness's own clients. Here the kernel makes a blocking connect wait
 * until there is room, and answers a non-blocking one with EAGAIN.
 */
export class FullBacklog extends Unattended {
  /** Use `openFullBacklog`, which fills it. */
  constructor(address: Address, testify: Testify) {
    super(listenUnattendedAt(address.host, backlog), address, testify)
    openToAll(address.host)
  }

  /** Until the next client is turned away, which proves that the queue is full. */
  async fill(): Promise<void> {
    while (this.fillers.length <= mostFillers) {
      const filler = connect({ path: this.address.host })
      const answer = await outcomeOf(filler)
      if (answer === 'EAGAIN') return
      if (answer !== 'connected') throw new PeerError(`a backlog could not be filled: ${answer}`)
      this.fillers.push(filler)
    }
    throw new HostCannot('the backlog of a Unix-domain listener has no limit on this host')
  }

  /** The fillers come first: it is a queue. */
  protected override recognise(): (socket: Socket) => boolean {
    let fillers = this.fillers.length
    return () => fillers-- > 0
  }
}

/** Opens a listener and fills its queue. Rejects with PeerError, and HostCannot on other systems than Linux. */
export const openFullBacklog = async (address: Address, testify: Testify): Promise<FullBacklog> =>
  filled(new FullBacklog(address, testify))

/** Resolves once the attempt is over, to `connected` or to the code of its failure. */
function outcomeOf(client: Socket): Promise<string> {
  return new Promise((resolve) => {
    client.once('connect', () => resolve('connected'))
    client.on('error', ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message))
  })
}
