import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, type Setting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

export const closeDuringConnect = behaviour({
  id: 'life.close-during-connect',
  level: 'must',
  tier: 1,
  says: 'close during an attempt to connect succeeds at once; the socket is closed, and other sockets are not.',
  source:
    'The page: a stop function cancels the connection process in its middle; libuv tcp_close_while_connecting',
  observed:
    'connect is in progress; close is measured; recv on the closed socket fails, and a new socket works.',
  breaks:
    'close fails or waits for the attempt; the attempt reports to whatever socket has the same number next',
  hint: 'Let close forget everything about the attempt: its timer, its callbacks and its descriptor.',
  needs: ['nb.connect.in-progress'],
  async check({ open, peers, expect, stillWorks }) {
    const address = await peers.sharedBlackhole()
    const socket = await open.socket()
    await socket.setBlocking(false)
    expect(await socket.connect(address)).is('in-progress')
    const closed = await socket.attempt.close()
    expect(closed).is('ok')
    expect(closed).wasImmediate()
    const call = await socket.recv(16)
    expect.that(!['ok', 'would-block', 'in-progress', 'timeout'].includes(call.status), {
      expected: `${call.name} fails after close()`,
      happened: `it answered ${call.status}`,
    })
    const other = await open.connected()
    await stillWorks(other.socket)
  },
})

export const closeReachesPeer = behaviour({
  id: 'life.close-reaches-peer',
  level: 'must',
  tier: 1,
  says: 'close ends the connection for the peer, in every mode.',
  source: 'POSIX close; CPython TCPCloserTest',
  observed: 'After close the peer sees the end of the stream, or a reset; until then it sees neither.',
  breaks: 'close only marks the socket; a descriptor or a copy of it stays open somewhere',
  hint: 'Close the descriptor itself, and every copy of it.',
  given: each<{ how: 'connected' | 'accepted'; setting: Setting }>(
    { how: 'connected', setting: blockingSetting(true) },
    { how: 'connected', setting: blockingSetting(false) },
    { how: 'accepted', setting: timeoutSetting(1) },
  ),
  async check({ open, expect, stillWorks }, { how, setting }) {
    const { socket, peer } = await open[how]()
    await socket.set(setting)
    await stillWorks(socket)
    expect(await socket.attempt.close()).is('ok')
    const state = await peer.leavesOpen(peerPatienceMillis)
    expect.that(state !== 'open', {
      expected: 'the peer sees that the connection is over',
      happened: `${peerPatienceMillis / 1000} s after close() it was still open`,
      cause: 'leak',
    })
  },
})

export const doubleClose = behaviour({
  id: 'life.double-close',
  level: 'should',
  tier: 2,
  says: 'Closing a socket again does nothing: it succeeds, and no other socket is harmed.',
  source: 'Python library reference, socket.close; eventlet greenio_double_close_219',
  observed: 'A new socket is opened after the first close, and works after the second and the third.',
  breaks:
    'the number of the descriptor is closed again, which by then belongs to another socket; an error is raised',
  hint: 'Let close forget the descriptor, and return at once if there is none.',
  needs: ['life.close-reaches-peer'],
  async check({ open, expect, stillWorks }) {
    const { socket } = await open.connected()
    await socket.close()
    const other = await open.connected()
    expect(await socket.attempt.close()).is('ok')
    expect(await socket.attempt.close()).is('ok')
    await stillWorks(other.socket)
  },
})

export const closeListener = behaviour({
  id: 'life.close-listener',
  level: 'must',
  tier: 1,
  says: 'Closing a listener ends it: clients that come afterwards are refused.',
  source: 'POSIX close; Go net.Listener, Close',
  observed: 'A client gets in before close; after it, within a second, the address refuses.',
  breaks: 'close of a listener does nothing, or a copy of its descriptor stays open',
  hint: 'Close the listening descriptor, and every copy of it.',
  needs: ['block.accept.waits'],
  given: each<Setting>(blockingSetting(true), blockingSetting(false), timeoutSetting(1)),
  async check({ open, peers, expect, comesTrue }, setting) {
    const { listener, address } = await open.listener()
    await listener.set(setting)
    await peers.dial(address)
    expect(await listener.attempt.close()).is('ok')
    expect.that(await comesTrue(async () => (await peers.probe(address)) === 'refused'), {
      expected: `127.0.0.1:${address.port} refuses clients after close()`,
      happened: 'a second later it still took them',
      cause: 'leak',
    })
  },
})
