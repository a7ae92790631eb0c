import fc from 'fast-check'
import { peerPatienceMillis, readinessMillis } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import { bothEnds, drawn, each, fewData, repeatedCalls } from '../harness/trials/table.ts'

/** A recv on a connection whose peer says nothing, of a socket that has connected and of one that was accepted. */
export const recvWouldBlock = behaviours(
  [
    {
      id: 'nb.recv.would-block',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, recv with no data fails at once, as would-block.',
      source:
        'The page: in non-blocking mode a recv() "that meets a problem" raises an error; POSIX recv, EAGAIN',
      observed: 'The peer is silent until the call is over; only a call that does not wait is ever over.',
      breaks:
        'the mode is stored and never reaches the descriptor; would-block is raised as a timeout or as a fault',
      hint: 'Make the descriptor non-blocking, and raise the would-block error of your language for EAGAIN.',
      names: ['hang recv'],
    },
    {
      id: 'nb.would-block-not-eof',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, "no data yet" is never reported as success, which would be the end of the stream.',
      source: 'POSIX recv: 0 is an orderly shutdown; SerenityOS issue 63',
      observed:
        'The peer is silent and the connection open; whatever recv answers, a nonce sent later still arrives.',
      breaks: 'EAGAIN is turned into no bytes, which callers take for the end of the stream',
      hint: 'Return no bytes only where the system returned 0; everything else that has no bytes is an error.',
      needs: ['nb.recv.available'],
    },
  ],
  {
    given: bothEnds(),
    async check({ open, expect, nonce, askAgain }, { how, host }) {
      const { socket, peer } = await open[how]({ host })
      await socket.setBlocking(false)
      const call = await socket.recv(16)
      expect.of('nb.would-block-not-eof').that(call.status !== 'ok', {
        expected: `${call.name} answers no success while there is nothing to read`,
        happened: `it answered ${call.bytes?.length} bytes`,
      })
      expect.of('nb.recv.would-block')(call).is('would-block')
      const token = nonce()
      await peer.send(token)
      const later = await askAgain(() => socket.recv(token.length))
      await expect.of('nb.would-block-not-eof')(later).isBytes(token)
    },
  },
)

/** What has arrived is there for the asking, whole or in pieces. */
export const recvAvailable = behaviours(
  [
    {
      id: 'nb.recv.available',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, recv returns data that has arrived.',
      source: 'POSIX recv; CPython NonBlockingTCPTests.testRecv; Ruby test_tcp_recv_nonblock',
      observed: 'The peer has sent a nonce; recv, asked again where a wrapper needs a turn, answers it.',
      breaks: 'would-block is answered from a state that nobody brings up to date, without asking the system',
      hint: 'In non-blocking mode, too, make the system call; answer would-block only if it did.',
    },
    {
      id: 'nb.recv.splits',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, recvs return what has arrived in order, at most what is asked for, then would-block.',
      source: 'Ruby test_read_nonblock; POSIX recv',
      observed:
        'The peer sends bytes, and recv takes them piece by piece; the recv after the last is would-block.',
      breaks:
        'the rest of a larger read is dropped; a read waits until its buffer is full; the end is reported too soon',
      hint: 'Take from the system at most what was asked for, or keep the rest for the next call.',
      needs: ['nb.recv.available', 'nb.recv.would-block'],
    },
  ],
  {
    given: drawn(
      fewData,
      fc.record({ sent: fc.integer({ min: 2, max: 60 }), size: fc.integer({ min: 1, max: 80 }) }),
    ),
    async check({ open, expect, nonce, askAgain, readsAll }, { sent, size }) {
      const { socket, peer } = await open.connected()
      await socket.setBlocking(false)
      const whole = nonce()
      await peer.send(whole)
      const answer = await askAgain(() => socket.recv(whole.length))
      await expect.of('nb.recv.available')(answer).isBytes(whole)

      const pieces = nonce(sent)
      await peer.send(pieces)
      await readsAll(socket, pieces, size, expect.of('nb.recv.splits'))
      expect
        .of('nb.recv.splits')(await socket.recv(size))
        .is('would-block')
    },
  },
)

export const eofNotWouldBlock = behaviour({
  id: 'nb.eof-not-would-block',
  level: 'must',
  tier: 1,
  says: 'In non-blocking mode, recv reports the end of the stream once the peer has ended it, not would-block.',
  source: 'POSIX recv; wasmtime issue 8968; dump1090 issue 45; OvenMediaEngine issue 2201',
  observed: 'The peer has sent FIN; recv answers no bytes, and does so again.',
  breaks: 'a read of 0 bytes is taken for "nothing yet"',
  hint: 'A read of no bytes is the end of the stream: return it, and keep returning it.',
  needs: ['nb.recv.available'],
  given: each<'connected' | 'accepted'>('connected', 'accepted'),
  async check({ open, expect, askAgain }, how) {
    const { socket, peer } = await open[how]()
    await socket.setBlocking(false)
    await peer.end()
    expect(await askAgain(() => socket.recv(16))).isEndOfStream()
    expect(await socket.recv(16)).isEndOfStream()
  },
})

export const repeatable = behaviour({
  id: 'nb.repeatable',
  level: 'must',
  tier: 1,
  says: 'However often recv answers would-block, the mode, the data and the descriptors stay as they were.',
  source: 'The page: the program goes on with other work and tries again; POSIX recv, EAGAIN',
  observed: `${repeatedCalls} recvs in a row, or as many as last a second, answer would-block; a nonce then arrives whole.`,
  breaks: 'each try leaves a descriptor or a listener behind; after some tries the wrapper gives up',
  hint: 'A would-block is no fault: count nothing, keep nothing, close nothing.',
  needs: ['nb.recv.would-block', 'nb.recv.available'],
  takesSeconds: () => 0.2,
  async check({ open, expect, nonce, now, askAgain, meter }) {
    const { socket, peer } = await open.connected()
    await socket.setBlocking(false)
    let call = await socket.recv(16)
    const before = meter.descriptors() ?? 0
    const until = now() + peerPatienceMillis * 1000
    let insideMicros = 0
    let calls = 1
    // Calls that sleep are for nb.immediate-latency to find fault with: here they only take long. A busy machine takes as long.
    const hasRoom = (): boolean => insideMicros < readinessMillis * 1000 && now() < until
    for (; call.status === 'would-block' && calls < repeatedCalls && hasRoom(); calls++) {
      call = await socket.recv(16)
      insideMicros += call.insideMicros
    }
    expect(call).is('would-block')
    const more = (meter.descriptors() ?? 0) - before
    // Others of the same process may come and go; a leak leaves one behind for every call.
    expect.that(more < Math.max(calls / 2, 2), {
      expected: `${calls} calls leave no descriptors behind`,
      happened: `there were ${more} more than before`,
      cause: 'leak',
    })
    const token = nonce()
    await peer.send(token)
    await expect(await askAgain(() => socket.recv(token.length))).isBytes(token)
    expect(await socket.recv(16)).is('would-block')
  },
})
