import { behaviour } from '../harness/engine/behaviour.ts'
import { besideRuns, holdsOf } from '../harness/trials/table.ts'

export const duplex = behaviour({
  id: 'block.duplex',
  level: 'must',
  tier: 1,
  says: 'A thread or task that is blocked in recv keeps no other from sending on the same socket, and the other way round.',
  source: 'OpenJDK AdaptorStreams.testConcurrentReadWrite; gevent test_fullduplex; eventlet test_full_duplex',
  observed:
    'While recv waits, a nonce is sent and its answer withheld until it has arrived; while sendall waits for room, another is received.',
  breaks: 'one lock for both directions, held while a call waits',
  hint: 'Let each direction have a lock of its own, or let none be held while a call waits.',
  needs: ['block.recv.waits', 'block.send.waits'],
  features: ['threads'],
  given: holdsOf(besideRuns),
  takesSeconds: ({ holdMillis }) => 0.6 + (2 * holdMillis) / 1000,
  async check({ open, expect, hold, nonce, receivesAll, fillPipe }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    const receiving = await socket.aside.recv(64)
    await hold(holdMillis)
    const question = nonce()
    expect(await socket.sendAll(question)).is('ok')
    await receivesAll(peer, question)
    expect.stillPending(receiving)
    const answer = nonce()
    await peer.send(answer)
    await expect(await receiving.over()).isBytes(answer)

    const full = await open.connected({ pipe: 'small', stalled: true })
    const before = await fillPipe(full.socket)
    await full.socket.setBlocking(true)
    const rest = nonce(60_000)
    const sending = await full.socket.aside.sendAll(rest)
    await hold(holdMillis)
    expect.stillPending(sending)
    const token = nonce()
    await full.peer.send(token)
    await expect(await full.socket.recv(64)).isBytes(token)
    expect.stillPending(sending)
    // First: a small pipe flows slowly on a busy machine, and that is no hang.
    await receivesAll(full.peer, Buffer.concat([before, rest]))
    expect(await sending.over()).is('ok')
  },
})
