import fc from 'fast-check'
import {
  ampleSeconds,
  nextSynSeconds,
  peerPatienceMillis,
  shortSeconds,
  signalledSeconds,
} from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { drawn, each } from '../harness/trials/table.ts'

/** With the next more than the small pipe holds (up to 83 KB), so that a send is interrupted half-way, and the next with nothing taken. */
const pieceBytes = 60_000

export const send = behaviour<{ how: 'send' | 'sendAll'; bytes: number }>({
  id: 'sig.send',
  level: 'must',
  tier: 2,
  says: 'Signals that are handled during send or sendall lose no bytes and repeat none.',
  source:
    'PEP 475; CPython _test_eintr test_send and test_sendall; POSIX send, EINTR only if nothing was sent',
  observed:
    'The peer reads nothing at first, then everything, while signals come; it gets what was taken, once.',
  breaks: 'EINTR is passed on as an error; a send cut short by a signal is made again from its beginning',
  hint: 'A send that was interrupted has taken what its count says: go on from there. EINTR: nothing, again.',
  needs: ['block.send.waits', 'block.sendall.complete'],
  features: ['signals'],
  given: (['send', 'sendAll'] as const).flatMap((how) =>
    drawn(1, fc.record({ how: fc.constant(how), bytes: fc.integer({ min: 160_000, max: 220_000 }) })),
  ),
  takesSeconds: () => 3 * signalledSeconds,
  async check({ open, expect, signals, nonce, receivesAll }, { how, bytes }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    const payload = nonce(bytes)
    const taken: Uint8Array[] = []
    for (let rest = payload; rest.length > 0;) {
      const piece = how === 'sendAll' ? rest : rest.subarray(0, pieceBytes)
      const call = await socket.begin[how](piece)
      await signals.during(call, signalledSeconds)
      if (call.settled() === undefined) peer.read()
      await signals.during(call, ampleSeconds)
      const answer = await call.over(ampleSeconds)
      if (how === 'send') expect(answer).tookSome()
      else expect(answer).is('ok')
      taken.push(piece.subarray(0, answer.count))
      rest = rest.subarray(answer.count ?? piece.length)
    }
    await signals.areHandled()
    await socket.close()
    await peer.leavesOpen(peerPatienceMillis)
    await receivesAll(peer, Buffer.concat(taken))
  },
})

export const connect = behaviour<{ until: 'room' | 'expiry' }>({
  id: 'sig.connect',
  level: 'should',
  tier: 2,
  says: 'Signals that are handled during connect neither make it fail nor begin it, or its timeout, anew.',
  source:
    'POSIX connect, EINTR: the attempt goes on; CPython internal_connect, bpo-23618; tcpsockets issue 2',
  observed: 'The accept queue is full while signals come; then there is room, or the timeout passes.',
  breaks: 'EINTR is passed on; connect is called a second time, which only says that it is under way',
  hint: 'After EINTR wait for the socket to become writable, until the same deadline, and ask SO_ERROR.',
  needs: ['block.connect.waits', 'timeout.connect.expires', 'timeout.connect.not-late'],
  features: ['signals'],
  given: each({ until: 'room' }, { until: 'expiry' }),
  takesSeconds: ({ until }) => (until === 'room' ? nextSynSeconds : shortSeconds),
  async check({ open, peers, expect, signals, arrivesAt, stillWorks }, { until }) {
    const socket = await open.socket()
    if (until === 'expiry') {
      await socket.setTimeout(shortSeconds)
      const call = await socket.begin.connect(await peers.sharedBlackhole())
      await signals.during(call, 2 * shortSeconds)
      const answer = await call.over(shortSeconds)
      await signals.areHandled()
      return expect(answer).expiredAfter(shortSeconds)
    }
    const blackhole = await peers.blackhole()
    const call = await socket.begin.connect(blackhole.address)
    await signals.during(call, signalledSeconds)
    expect.stillPending(call)
    await blackhole.release()
    expect(await call.over(nextSynSeconds)).is('ok')
    await signals.areHandled()
    socket.peer = await arrivesAt(blackhole)
    await stillWorks(socket)
  },
})
