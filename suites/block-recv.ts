import fc from 'fast-check'
import { zeroSizeSeconds } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import { drawn, fewData, wakeUps } from '../harness/trials/table.ts'

export const recvWaits = behaviour({
  id: 'block.recv.waits',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, recv with no data waits until data arrives, and then returns it.',
  source:
    'The page: "control is not returned until the operation is complete"; OpenJDK AdaptorStreams.testRead2',
  observed: 'The call is pending while the peer is silent; it returns a nonce that did not exist before.',
  breaks: 'the socket is left non-blocking; a hidden timeout; a wake-up with nothing to read is returned',
  hint: 'In blocking mode wait without a limit, and wait again if there was nothing to read after all.',
  given: wakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold, nonce }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    const token = nonce()
    const call = await socket.begin.recv(token.length)
    await hold(holdMillis)
    expect.stillPending(call)
    const sentAt = await peer.send(token)
    const answer = await call.over()
    await expect(answer).isBytes(token)
    expect(answer).wokeAfter(sentAt)
  },
})

/** As many bytes as are asked for, then fewer: no call may wait for what is missing. */
export const recvAvailable = behaviours(
  [
    {
      id: 'block.recv.immediate',
      level: 'must',
      tier: 1,
      says: 'In blocking mode, recv with data at hand returns it without waiting.',
      source: 'OpenJDK Timeouts.testTimedRead1 and AdaptorStreams.testRead1; CPython BasicTCPTest.testRecv',
      observed: 'The peer has sent a nonce, and sends nothing more until recv is over; the call is measured.',
      breaks: 'every recv waits for the next arrival, or sleeps, before it looks at what is there',
      hint: 'Try to read first; wait only if there is nothing.',
    },
    {
      id: 'block.recv.partial',
      level: 'must',
      tier: 1,
      says: 'recv(n) returns as soon as there is at least one byte; it does not wait for n.',
      source:
        'Python library reference, socket.recv: "at most bufsize"; mongoose issue 199; nuttx issue 7278',
      observed:
        'The peer sends less than is asked for, before the call and during it, and then nothing until it is over; so does what an earlier call has left.',
      breaks:
        'recv loops until its buffer is full, passes MSG_WAITALL, or waits with bytes in a buffer of its own',
      hint: 'Return what one read gives; reading exactly n bytes is another function.',
      needs: ['block.recv.immediate'],
    },
  ],
  {
    given: drawn(
      fewData,
      fc.record({ sent: fc.integer({ min: 2, max: 60 }), spare: fc.integer({ min: 1, max: 4000 }) }),
    ),
    async check({ open, expect, nonce }, { sent, spare }) {
      const { socket, peer } = await open.connected()
      const whole = nonce()
      await peer.send(whole)
      const answer = await socket.recv(whole.length)
      await expect.of('block.recv.immediate')(answer).isBytes(whole)
      expect.of('block.recv.immediate')(answer).wasImmediate()

      const partial = expect.of('block.recv.partial')
      const before = nonce(sent)
      await peer.send(before)
      const queued = await socket.recv(sent + spare)
      await partial(queued).isBytes(before)
      partial(queued).wasImmediate()

      // By now the wrapper may hold in a buffer of its own what the first of two has left.
      const rest = nonce(sent)
      await peer.send(rest)
      await partial(await socket.recv(1)).isBytes(rest.subarray(0, 1))
      const held = await socket.recv(sent + spare)
      await partial(held).isBytes(rest.subarray(1))
      partial(held).wasImmediate()

      const during = nonce(sent)
      const call = await socket.begin.recv(sent + spare)
      const sentAt = await peer.send(during)
      const woken = await call.over()
      await partial(woken).isBytes(during)
      partial(woken).wokeAfter(sentAt)
    },
  },
)

export const recvZeroLength = behaviour({
  id: 'block.recv.zero-length',
  level: 'note',
  tier: 3,
  says: 'recv(0) answers no bytes at once; it neither waits for data nor takes any.',
  source: 'CPython sock_recv returns at once; eventlet test_recv_timeout expects a wait',
  observed: 'recv(0) on a silent connection, with a short timeout; then a nonce arrives whole.',
  breaks:
    'both ways are found in the field: an asker for nothing is answered at once, or waits for the next byte',
  hint: 'If callers should be able to ask for no bytes without waiting, answer them before the wait.',
  async check({ open, expect, nonce }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(zeroSizeSeconds)
    const call = await socket.recv(0)
    expect.that(call.status === 'ok' && call.bytes?.length === 0, {
      expected: 'recv(0) answers no bytes, and at once',
      happened: call.status === 'timeout' ? 'it waited for data' : `it answered ${call.status} ${call.text}`,
    })
    const token = nonce()
    await socket.setTimeout(null)
    await peer.send(token)
    await expect(await socket.recv(token.length)).isBytes(token, 'lost-data')
  },
})
