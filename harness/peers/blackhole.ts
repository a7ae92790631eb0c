import { connect, type Socket } from 'node:net'
import { fullQueueProofMillis, heldPortMillis, sleep } from '../clock.ts'
import { closeDescriptor, holdPort, listenUnattended } from './libc.ts'
import { HostCannot, PeerError, type Testify } from './peer.ts'
import { filled, Unattended } from './unattended.ts'

/** Linux lets one more into the accept queue than the backlog says. */
const backlog = 1
const queueHolds = 2

/**
 * A listener whose accept queue is full of the harness's own clients. A further connect stays pending: the kernel drops
 * its SYN, and sends it again after 1 s.
 */
export class FullQueue extends Unattended {
  /** Use `openBlackhole`, which fills it. */
  constructor(testify: Testify) {
    const { fd, port } = listenUnattended(backlog)
    super(fd, { host: '127.0.0.1', port }, testify)
  }

  /** One at a time: filled at once, a third client got in 14 times of 400. */
  async fill(): Promise<void> {
    while (this.fillers.length < queueHolds) {
      const filler = connect(this.address)
      this.fillers.push(filler)
      if (!(await connects(filler))) throw new PeerError('a blackhole could not be filled')
    }
  }

  /** A third client must stay outside. Rejects with HostCannot if it gets in or is turned away. */
  async prove(): Promise<void> {
    const third = connect(this.address)
    const settled = await Promise.race([
      connects(third).then((inside) => (inside ? 'lets clients in' : 'turns clients away')),
      sleep(fullQueueProofMillis),
    ])
    third.destroy()
    if (settled !== undefined) throw new HostCannot(`this host ${settled} when an accept queue is full`)
  }

  /** An attempt that its wrapper has never given up is refused, and does not come to whoever gets the port next. */
  override dismiss(): void {
    const wasUnattended = this.isUnattended
    super.dismiss()
    if (!wasUnattended) return
    try {
      const held = holdPort(this.address.port)
      setTimeout(() => closeDescriptor(held), heldPortMillis).unref()
    } catch {
      // Somebody has the port already.
    }
  }

  /** The ports are read before the fillers go: afterwards nobody could tell them from the wrapper's connections. */
  protected override recognise(): (socket: Socket) => boolean {
    const ports = new Set(this.fillers.map((filler) => filler.localPort))
    return (socket) => ports.delete(socket.remotePort)
  }
}

/** Opens a listener and fills its queue. Rejects with PeerError, and HostCannot on other systems than Linux. */
export const openBlackhole = async (testify: Testify): Promise<FullQueue> => filled(new FullQueue(testify))

/** Resolves once the attempt is over, to whether it succeeded. Later errors of the client are nobody's business. */
function connects(client: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    client.once('connect', () => resolve(true))
    client.on('error', () => resolve(false))
  })
}
