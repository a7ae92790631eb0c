import fc from 'fast-check'
import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviours } from '../harness/engine/behaviour.ts'
import { drawn, fewPipes } from '../harness/trials/table.ts'

/** A pipe is filled by sends of one size, then read out. */
export const sendFullPipe = behaviours(
  [
    {
      id: 'nb.send.would-block',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, send into a full pipe fails at once, as would-block.',
      source:
        'The page: in non-blocking mode a send() "that meets a problem" raises an error; POSIX send, EAGAIN',
      observed:
        'The peer reads nothing; sends are made until all of them, for 400 ms, have answered would-block.',
      breaks:
        'send waits for room; bytes that find no room queue up in memory; would-block is raised as a fault',
      hint: 'Hand the bytes to a non-blocking descriptor, and raise the would-block error for EAGAIN.',
      names: ['hang send'],
      needs: ['nb.recv.would-block'],
    },
    {
      id: 'nb.send.partial-count',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, send says how many bytes it took, and the peer receives exactly those.',
      source:
        'POSIX send; libuv tcp_try_write; Watt-32 issue 106; EternalTerminal issue 815; gevent issue 719',
      observed:
        'An empty send takes 0; a pipe is filled and then read: what arrives equals what sends said they took.',
      breaks:
        'the length asked for is returned instead of the count; a partial send is made again from its start',
      hint: 'Return the count of the one system call that was made; the caller sends the rest.',
      needs: ['nb.send.would-block'],
    },
  ],
  {
    given: drawn(fewPipes, fc.record({ chunkBytes: fc.integer({ min: 2_000, max: 40_000 }) })),
    takesSeconds: () => 0.5,
    async check({ open, expect, nonce, askAgain, fillPipe, receivesAll }, { chunkBytes }) {
      const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
      // Ends only when would-block has been all there was for 400 ms; any other answer ends the trial.
      const taken = await fillPipe(socket, chunkBytes)
      expect.of('nb.send.would-block').that(taken.length > 0, {
        expected: 'send takes bytes until the pipe is full',
        happened: 'it never took one',
      })
      const counted = expect.of('nb.send.partial-count')
      await receivesAll(peer, taken, counted)
      const none = await socket.send(Buffer.alloc(0))
      counted.that(none.count === 0, {
        expected: 'an empty send takes 0 bytes',
        happened: `it answered ${none.status} ${none.count ?? none.text}`,
      })
      // What was sent twice, or late, would come before this.
      const token = nonce()
      const last = await askAgain(() => socket.send(token))
      counted(last).is('ok')
      await receivesAll(peer, Buffer.concat([taken, token.subarray(0, last.count)]), counted)
    },
  },
)

/** More than there is room for, while the peer reads nothing. */
export const sendAllTooMuch = behaviours(
  [
    {
      id: 'nb.sendall.no-false-success',
      level: 'must',
      tier: 2,
      says: 'In non-blocking mode, sendall of more than there is room for never reports success.',
      source:
        'gunicorn issue 1282; gevent test_sendall_nonblocking; Python library reference, socket.sendall',
      observed: 'The peer reads nothing until sendall is over; whatever it answers, it is not success.',
      breaks: 'the rest is dropped where there is no more room, or queued in memory for later',
      hint: 'Return only when every byte has been taken; if that would mean to wait, raise would-block.',
      needs: ['nb.send.would-block', 'block.sendall.complete'],
    },
    {
      id: 'nb.sendall.declared',
      level: 'should',
      tier: 2,
      says: 'In non-blocking mode, sendall of more than there is room for fails at once, and not with a timeout.',
      source: 'gevent test_sendall_nonblocking; gevent issue 853; Python library reference, socket.sendall',
      observed:
        'The peer reads nothing; sendall answers an error other than a timeout; what arrives is a beginning.',
      breaks: 'sendall waits; it raises the timeout error; it sends the pieces in another order',
      hint: 'Send what fits, then raise the would-block error: the caller must know that not all was sent.',
      needs: ['nb.send.would-block', 'block.sendall.complete'],
    },
  ],
  {
    given: drawn(fewPipes, fc.record({ bytes: fc.integer({ min: 300_000, max: 600_000 }) })),
    async check({ open, expect, nonce }, { bytes }) {
      const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
      await socket.setBlocking(false)
      const payload = nonce(bytes)
      const call = await socket.sendAll(payload)
      expect.of('nb.sendall.no-false-success').that(call.status !== 'ok', {
        expected: `${call.name} does not succeed while nothing is read`,
        happened: 'it did',
      })
      const declared = expect.of('nb.sendall.declared')
      declared(call).is('would-block', 'invalid', 'error')
      await socket.close()
      peer.read()
      await peer.leavesOpen(peerPatienceMillis)
      const received = peer.received()
      declared.that(payload.subarray(0, received.length).equals(received), {
        expected: 'what the peer receives is the beginning of the payload',
        happened: `it received ${received.length} bytes, others`,
        cause: 'lost-data',
      })
    },
  },
)
