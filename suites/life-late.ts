import { lateEventSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'

export const noLateEvents = behaviour({
  id: 'life.no-late-events',
  level: 'should',
  tier: 2,
  says: 'After calls that timed out, and after close, nothing of them comes up later to end the process.',
  source: 'libuv tcp_close_after_read_timeout; simplesmtp issue 53; Node, unhandledRejection',
  observed:
    'recv, accept and connect time out, and their sockets are closed; peers reset; twice the timeout later the process answers.',
  breaks:
    'the promise of a call that was given up rejects with nobody to hear it; an error event has no listener',
  hint: 'Clear every timer and listener of a call when it ends, and keep a listener for errors until the very end.',
  needs: ['timeout.recv.expires', 'timeout.accept.expires', 'timeout.connect.expires'],
  takesSeconds: () => 5 * lateEventSeconds,
  async check({ open, peers, expect, hold, stillWorks }) {
    const { socket, peer } = await open.connected()
    const { listener } = await open.listener()
    const connecting = await open.socket()
    const address = await peers.sharedBlackhole()
    for (const each of [socket, listener, connecting]) await each.setTimeout(lateEventSeconds)
    expect(await socket.recv(16)).is('timeout')
    expect(await listener.accept()).is('timeout')
    expect(await connecting.connect(address)).is('timeout')
    for (const each of [socket, listener, connecting]) await each.close()
    peer.reset()
    await hold(2 * lateEventSeconds * 1000)
    const after = await open.connected()
    await stillWorks(after.socket)
  },
})
