import fc from 'fast-check'
import { ampleSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { durations } from '../harness/trials/durations.ts'
import { dataRuns, drawn } from '../harness/trials/table.ts'

export const noLossAfterTimeout = behaviour({
  id: 'data.no-loss-after-timeout',
  level: 'must',
  tier: 1,
  says: 'Bytes that arrive after a recv has timed out are delivered by the next one.',
  source: 'OpenJDK Timeouts.testTimedRead4; micropython issue 3155; fs2 issue 2734',
  observed: 'Twice: recv expires, the peer sends, and what is received next is compared with what was sent.',
  breaks: 'a read that was abandoned at the expiry goes on in the background and takes the next bytes',
  hint: 'A wait that is given up must not leave a read behind; wait for readiness, and read only then.',
  needs: ['timeout.recv.expires', 'timeout.usable-after.recv'],
  given: drawn(
    dataRuns / 3,
    fc.record({ seconds: durations({ min: 20, max: 80 }), bytes: fc.integer({ min: 1, max: 600 }) }),
  ),
  takesSeconds: ({ seconds }) => 2 * seconds,
  async check({ open, expect, nonce, readsAll }, { seconds, bytes }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(seconds)
    for (let count = 0; count < 2; count++) {
      expect(await socket.recv(bytes)).is('timeout')
      const sent = nonce(bytes)
      await peer.send(sent)
      await readsAll(socket, sent, bytes)
    }
  },
})

const settings = [blockingSetting(true), blockingSetting(false), timeoutSetting(ampleSeconds)]

/** Asked for at once, and more than there ever is: whoever makes room for it first must still answer what there is. */
const hugeSize = 1 << 20

/**
 * A wrapper may hand over as little as a byte at a time, and is then not asked for tens of thousands: this much is read
 * first, and all the rest only if it took at most so many calls.
 */
const sample = { bytes: 2_000, calls: 200 }

export const tailBeforeEof = behaviour({
  id: 'data.tail-before-eof',
  level: 'must',
  tier: 1,
  says: 'What the peer has sent before it ends the stream is delivered before the end of the stream.',
  source: 'POSIX recv; wicked issue 97, libnetconf2 issue 229, zephyr issue 92241',
  observed: 'Drawn amounts and FIN are there before the first recv; all bytes must come, and then the end.',
  breaks: 'a hang-up of the peer is looked at before what there is to read',
  hint: 'Read first: the end of the stream is a read of no bytes, and nothing else.',
  needs: ['block.recv.eof-wakes', 'nb.eof-not-would-block', 'nb.recv.available'],
  given: [
    ...drawn(
      dataRuns / 3,
      fc.record({
        setting: fc.constantFrom(...settings),
        bytes: fc.integer({ min: 1, max: 400 }),
        size: fc.constantFrom(50, 1_000, hugeSize),
      }),
    ),
    ...settings.flatMap((setting) =>
      drawn(
        1,
        fc.record({
          setting: fc.constant(setting),
          bytes: fc.integer({ min: 20_000, max: 64 * 1024 }),
          size: fc.constantFrom(1_000, 10_000, hugeSize),
        }),
      ),
    ),
  ],
  async check({ open, expect, nonce, askAgain, readsAll }, { setting, bytes, size }) {
    const { socket, peer } = await open.connected()
    await socket.set(setting)
    const first = nonce(Math.min(bytes, sample.bytes))
    await peer.send(first)
    const calls = bytes > first.length ? await readsAll(socket, first, size) : 0
    const tail = calls === 0 ? first : nonce(calls > sample.calls ? sample.bytes : bytes)
    if (calls > 0) await peer.send(tail)
    await peer.end()
    await readsAll(socket, tail, size)
    expect(await askAgain(() => socket.recv(size))).isEndOfStream()
  },
})

export const longStream = behaviour({
  id: 'data.long-stream',
  level: 'must',
  tier: 1,
  says: 'A stream of more than a megabyte is received whole and in order, whatever recv asks for at a time.',
  source: 'POSIX recv; Go nettest BasicIO',
  observed:
    'The peer sends it while recv is called in a loop, each time for more than there is; then comes the end.',
  breaks: 'a buffer is reused before it is handed over, or wraps; what exceeds it is dropped',
  hint: 'Return exactly the bytes that one read gave, in memory of their own.',
  needs: ['data.tail-before-eof'],
  async check({ open, expect, nonce, readsAll }) {
    const { socket, peer } = await open.connected()
    const first = nonce(sample.bytes)
    await peer.send(first)
    const calls = await readsAll(socket, first, hugeSize)
    const rest = nonce(calls > sample.calls ? sample.bytes : hugeSize + 100_000)
    void peer.send(rest)
    void peer.end()
    await readsAll(socket, rest, hugeSize)
    expect(await socket.recv(hugeSize)).isEndOfStream()
  },
})
