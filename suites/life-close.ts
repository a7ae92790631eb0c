import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
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
  needs: ['nb.connect.in-progress', 'nb.connect.completes'],
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

/** close of a connection, and what its peer sees then and when it goes on sending. */
export const closeOfConnection = behaviours(
  [
    {
      id: 'life.close-reaches-peer',
      level: 'must',
      tier: 1,
      says: 'close ends the connection for the peer, in every mode.',
      source: 'POSIX close; CPython TCPCloserTest',
      observed: 'After close the peer sees the end of the stream, or a reset; until then it sees neither.',
      breaks: 'close only marks the socket; a descriptor or a copy of it stays open somewhere',
      hint: 'Close the descriptor itself, and every copy of it.',
      needs: ['nb.recv.available'],
    },
    {
      id: 'life.close-resets-late-data',
      level: 'should',
      tier: 2,
      says: 'What the peer sends after close meets a reset: nobody is there to take it.',
      source: 'RFC 1122, 4.2.2.13: data after close is answered with a reset; POSIX close',
      observed: 'Having seen the end of the stream, the peer goes on sending; within a second it is reset.',
      breaks: 'close only ends writing (shutdown), so that a peer feeds a socket that nobody reads',
      hint: 'Close the descriptor; a shutdown of the write side leaves the other side open.',
      needs: ['life.close-reaches-peer'],
    },
  ],
  {
    given: each<{ how: 'connected' | 'accepted'; setting: Setting }>(
      { how: 'connected', setting: blockingSetting(true) },
      { how: 'connected', setting: blockingSetting(false) },
      { how: 'accepted', setting: timeoutSetting(1) },
    ),
    async check({ open, expect, nonce, comesTrue, stillWorks }, { how, setting }) {
      const reaches = expect.of('life.close-reaches-peer')
      const { socket, peer } = await open[how]()
      await socket.set(setting)
      await stillWorks(socket, reaches)
      reaches(await socket.attempt.close()).is('ok')
      const state = await peer.leavesOpen(peerPatienceMillis)
      reaches.that(state !== 'open', {
        expected: 'the peer sees that the connection is over',
        happened: `${peerPatienceMillis / 1000} s after close() it was still open`,
        cause: 'leak',
      })
      // Only a further send can tell that the one before met a reset.
      const isReset = async (): Promise<boolean> => {
        void peer.send(nonce())
        return Promise.resolve(peer.state === 'reset')
      }
      expect.of('life.close-resets-late-data').that(await comesTrue(isReset), {
        expected: 'the peer is reset when it goes on sending after close()',
        happened: `a second later it was not: its state is ${peer.state}`,
        cause: 'leak',
      })
    },
  },
)

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
  says: 'Closing a listener ends it and nothing else: later clients are refused, accepted ones live on.',
  source: 'POSIX close; Go net.Listener, Close',
  observed:
    'A client is accepted before close; after it, within a second, the address refuses, and that client converses.',
  breaks:
    'close of a listener does nothing, or a copy of its descriptor stays open, or its connections end with it',
  hint: 'Close the listening descriptor, and every copy of it.',
  needs: ['block.accept.waits', 'mode.default-blocking'],
  given: each<Setting>(blockingSetting(true), blockingSetting(false), timeoutSetting(1)),
  async check({ open, peers, expect, comesTrue, stillWorks }, setting) {
    const { listener, address, socket } = await open.accepted()
    await listener.set(setting)
    expect(await listener.attempt.close()).is('ok')
    expect.that(await comesTrue(async () => (await peers.probe(address)) === 'refused'), {
      expected: `127.0.0.1:${address.port} refuses clients after close()`,
      happened: 'a second later it still took them',
      cause: 'leak',
    })
    await stillWorks(socket)
  },
})
