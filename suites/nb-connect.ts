import { ghostMillis, nextSynSeconds } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import type { Blackhole, Target } from '../harness/peers/peer.ts'
import { each } from '../harness/trials/table.ts'

/** A connect whose handshake cannot be completed, since the accept queue is full and stays so. */
export const connectInProgress = behaviours(
  [
    {
      id: 'nb.connect.in-progress',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, connect returns at once and says that the attempt is in progress.',
      source:
        'The page: non-blocking mode makes it possible to stop a connection "in its middle"; POSIX connect, EINPROGRESS',
      observed:
        'The accept queue is full; only a call that does not wait is ever over, and it must answer in-progress.',
      breaks: 'connect waits all the same; EINPROGRESS is raised as a failure, or swallowed as success',
      hint: 'Start the attempt on a non-blocking descriptor, and raise EINPROGRESS as it is.',
      names: ['hang connect'],
      needs: ['nb.recv.would-block'],
    },
    {
      id: 'nb.connect.io-before-done',
      level: 'should',
      tier: 2,
      says: 'In non-blocking mode, send and recv during an attempt to connect fail at once; they neither wait nor succeed.',
      source: 'MicroPython connect_nonblock_xfer.py; Linux answers EAGAIN, others ENOTCONN',
      observed: 'The accept queue is full; recv and send answer would-block, in-progress or not-connected.',
      breaks: 'what is sent is queued in memory and reported as sent; recv reports the end of the stream',
      hint: 'Let the system answer; do not take bytes before there is a connection.',
      needs: ['nb.connect.in-progress', 'nb.recv.would-block'],
    },
  ],
  {
    async check({ open, peers, expect, nonce }) {
      const address = await peers.sharedBlackhole()
      const socket = await open.socket()
      await socket.setBlocking(false)
      expect
        .of('nb.connect.in-progress')(await socket.connect(address))
        .is('in-progress')
      const before = expect.of('nb.connect.io-before-done')
      before(await socket.recv(16)).is('would-block', 'in-progress', 'not-connected')
      before(await socket.send(nonce())).is('would-block', 'in-progress', 'not-connected')
    },
  },
)

export const connectRepeat = behaviour({
  id: 'nb.connect.repeat',
  level: 'note',
  tier: 3,
  says: 'A second connect during an attempt says in-progress again, and one after success says already-connected.',
  source: 'connect(2), EALREADY and EISCONN; LTP connect01',
  observed:
    'connect twice to a full accept queue; then, on another socket, connect once more after it has succeeded.',
  breaks: 'both ways are found in the field: some wrappers begin anew, some answer success to everything',
  hint: 'Pass on EALREADY and EISCONN as the system gives them.',
  needs: ['nb.connect.in-progress', 'nb.connect.completes'],
  async check({ open, peers, expect, askAgain }) {
    const address = await peers.sharedBlackhole()
    const pending = await open.socket()
    await pending.setBlocking(false)
    await pending.connect(address)
    expect(await pending.connect(address)).is('in-progress')

    const target = await peers.target()
    const socket = await open.socket()
    await socket.setBlocking(false)
    await askAgain(() => socket.connect(target.address))
    expect(await socket.connect(target.address)).is('already-connected')
  },
})

export const connectCompletes = behaviour({
  id: 'nb.connect.completes',
  level: 'must',
  tier: 1,
  says: 'In non-blocking mode, an attempt to connect completes by itself; asking again says so, and the socket works.',
  source: 'POSIX connect; Ruby test_connect_nonblock; Perl 30nonblocking-connect.t',
  observed:
    'There is room, or room appears later; connect, asked again, ends in ok or already-connected; data flows.',
  breaks: 'nobody asks whether the attempt has ended; it is given up, or begun anew at every call',
  hint: 'Leave the attempt to the system; a further connect reports how far it is.',
  needs: ['nb.connect.in-progress', 'nb.recv.would-block'],
  given: each<'target' | 'blackhole'>('target', 'blackhole'),
  takesSeconds: (kind) => (kind === 'blackhole' ? nextSynSeconds : 0),
  async check({ open, peers, expect, askAgain, arrivesAt, stillWorks }, kind) {
    const target: Target & Partial<Blackhole> = await peers[kind]()
    const socket = await open.socket()
    await socket.setBlocking(false)
    expect(await socket.connect(target.address)).is('ok', 'in-progress')
    await target.release?.()
    socket.peer = await arrivesAt(target)
    expect(await askAgain(() => socket.connect(target.address))).is('ok', 'already-connected')
    await stillWorks(socket)
  },
})

export const connectRefused = behaviour({
  id: 'nb.connect.refused-reported',
  level: 'must',
  tier: 1,
  says: 'In non-blocking mode, a refused attempt to connect is reported as refused, at once or when asked again.',
  source: 'connect(2), SO_ERROR; ruby issue 18377; poco issue 5310; libuv connection_fail',
  observed: 'Nobody listens at the address; connect, asked again while in-progress, ends in refused.',
  breaks: 'that the socket is writable is taken for success, and nobody asks for its error',
  hint: 'When the attempt has ended ask how (SO_ERROR), and raise what it says.',
  needs: ['nb.connect.in-progress', 'nb.connect.completes'],
  async check({ open, peers, expect, askAgain }) {
    const address = await peers.refusing()
    const socket = await open.socket()
    await socket.setBlocking(false)
    expect(await askAgain(() => socket.connect(address))).is('refused')
  },
})

export const connectCancel = behaviour({
  id: 'nb.connect.cancel',
  level: 'must',
  tier: 1,
  says: 'In non-blocking mode, an attempt to connect can be given up in its middle: close ends it for good.',
  source:
    'The page: a stop function cancels the connection process in its middle; libuv tcp_close_while_connecting',
  observed:
    'connect is in progress, another connection works meanwhile, close; then the queue drains, and nothing of ours stays.',
  breaks: 'connect does not return; close waits for the attempt, or lets it go on in the background',
  hint: 'Close the descriptor that the attempt was made with, at once: the system sends no further SYN.',
  needs: ['nb.connect.in-progress'],
  takesSeconds: () => ghostMillis / 1000,
  async check({ open, peers, expect, hold, stillWorks }) {
    const blackhole = await peers.blackhole()
    const socket = await open.socket()
    await socket.setBlocking(false)
    expect(await socket.connect(blackhole.address)).is('in-progress')
    const other = await open.connected()
    await stillWorks(other.socket)
    expect(await socket.attempt.close()).is('ok')
    await blackhole.release()
    await hold(ghostMillis)
    // One that is closed at once lost a race against the next SYN, and is no ghost.
    const ghosts = blackhole.accepted.filter(({ state }) => state === 'open')
    expect.that(ghosts.length === 0, {
      expected: 'no connection comes of an attempt that was given up',
      happened: `one from port ${ghosts[0]?.remote.port} was there when the queue had drained, and stayed open`,
      cause: 'leak',
    })
  },
})
