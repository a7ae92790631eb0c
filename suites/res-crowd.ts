import { leakSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { HostCannot } from '../harness/peers/peer.ts'

/** As many as `select` can watch: FD_SETSIZE. */
const watchable = 1_024

export const highNumber = behaviour({
  id: 'res.fd.high-number',
  level: 'should',
  tier: 2,
  says: 'Calls with a timeout work on descriptors whose number is above 1,023.',
  source: 'select(2), FD_SETSIZE; Nim issue 19973, miniupnp issue 857, pupnp issue 423, omi issue 625',
  observed:
    'The process starts with 1,100 descriptors open; connect, recv and accept then wait, expire and succeed.',
  breaks: 'the wait is a select, which fails for such a number, or writes beyond its set',
  hint: 'Wait with poll, or with what your system has for many descriptors.',
  needs: ['timeout.recv.expires', 'timeout.accept.expires', 'timeout.usable-after.recv'],
  crowded: true,
  takesSeconds: () => 2 * leakSeconds.after,
  async check({ open, peers, expect, meter, stillWorks, arrivesAt }) {
    if (meter.descriptors() < watchable)
      throw new HostCannot('a process may not have that many descriptors here')
    const target = await peers.target()
    const socket = await open.socket()
    await socket.setTimeout(leakSeconds.after)
    expect(await socket.connect(target.address)).is('ok')
    socket.peer = await arrivesAt(target)
    expect(await socket.recv(16)).is('timeout')
    await stillWorks(socket)
    const { listener, address } = await open.listener()
    await listener.setTimeout(leakSeconds.after)
    expect(await listener.accept()).is('timeout')
    const client = await peers.dial(address)
    expect(await listener.accept()).isClient(client)
  },
})
