import { ampleSeconds, lateEventSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'

export const exitClean = behaviour({
  id: 'life.exit-clean',
  level: 'should',
  tier: 2,
  says: 'When every socket is closed, nothing of the wrapper keeps the process from ending.',
  source:
    'Node, "event loop": a program ends when nothing is left to wait for; Python threading, daemon threads',
  observed:
    'After data, expiries of recv, accept and connect, and close of all, the adapter lets go; the process ends by itself.',
  breaks: 'a timer goes on ticking, a handle stays open, a thread that is no daemon waits',
  hint: 'Clear timers when a call ends, close every handle in close(), and make helper threads daemons.',
  needs: [
    'timeout.recv.expires',
    'timeout.accept.expires',
    'timeout.connect.expires',
    'life.close-reaches-peer',
  ],
  stages: ['leave'],
  // Three expiries, and the end of the process.
  takesSeconds: () => 3 * lateEventSeconds + 0.1,
  async check({ open, peers, expect, leave, stillWorks }) {
    const { socket, peer } = await open.connected()
    const { listener, socket: accepted, peer: client } = await open.accepted()
    const connecting = await open.socket()
    const address = await peers.sharedBlackhole()
    const all = [socket, accepted, listener, connecting]
    for (const each of [socket, listener, connecting]) await each.setTimeout(lateEventSeconds)
    await stillWorks(socket)
    expect(await socket.recv(16)).is('timeout')
    expect(await listener.accept()).is('timeout')
    expect(await connecting.connect(address)).is('timeout')
    for (const each of all) await each.close()
    peer.close()
    client.close()
    expect.that(await leave(ampleSeconds), {
      expected: 'the process ends when all is closed',
      happened: `it was still there ${ampleSeconds} s later: something of the wrapper keeps it`,
      cause: 'leak',
    })
  },
})
