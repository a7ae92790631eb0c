import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

/**
 * Timeouts that wrap to nothing where someone counts in too few bits: seconds in 16, microseconds in 31 and in 32.
 */
const hugeSeconds = [2_147.484, 4_294.968, 65_536, 1e6]

/**
 * Milliseconds in 31 bits. CPython up to 3.13.0 expires at once at 2^32 ms and at 2^31 s, which are therefore left out.
 */
const beyondSeconds = [2_147_483.648, 1e7, 1e9]

/**
 * eventlet's hub keeps the timer of such a wait, and then each later wait of the process fails; and a timer that was there
 * before makes this one succeed.
 */
const ownProcess = true

const huge = {
  source:
    'CPython gh-126876 (testLargeTimeout); OpenJDK Timeouts.testTimedConnect3; php-src#11175; netmq#322',
  observed:
    'Unless the setter refuses it as invalid, recv is pending while the peer is silent and then returns a nonce.',
  breaks:
    'seconds are turned into milliseconds or microseconds in too few bits, and wrap to a short or negative wait',
  hint: 'Wait in several steps, or cap each step, where a system call or timer cannot take so long a wait.',
  needs: ['block.recv.waits'],
  takesSeconds: () => 0.4,
} as const

export const hugeTimeout = behaviour({
  ...huge,
  id: 'mode.huge-timeout',
  level: 'must',
  tier: 1,
  says: 'A very long timeout, up to a million seconds, is a very long wait: it never ends at once or in an error.',
  given: each(...hugeSeconds.map((seconds) => ({ seconds }))),
  async check({ open, expect, behavesAs }, { seconds }) {
    const { socket } = await open.connected()
    const set = await socket.attempt.setTimeout(seconds)
    expect(set).is('ok', 'invalid')
    // Within the hold, a wait of hours is a wait without end.
    await behavesAs(null, socket)
  },
})

export const hugeTimeoutBeyond = behaviour({
  ...huge,
  id: 'mode.huge-timeout-beyond',
  level: 'should',
  tier: 2,
  says: 'A timeout of more than a million seconds, too, either is refused or is a very long wait.',
  needs: ['mode.huge-timeout'],
  ownProcess,
  given: each(...beyondSeconds.map((seconds) => ({ seconds }))),
  async check({ open, expect, behavesAs }, { seconds }) {
    const { socket } = await open.connected()
    const set = await socket.attempt.setTimeout(seconds)
    expect(set).is('ok', 'invalid', 'error')
    await behavesAs(null, socket)
  },
})

export const infinityValue = behaviour({
  ...huge,
  id: 'mode.infinity-value',
  level: 'should',
  tier: 2,
  says: 'An infinite timeout either is refused or means "no timeout"; it never ends at once.',
  source: 'CPython 3.13: OverflowError; pwntools#237',
  ownProcess,
  async check({ open, expect, behavesAs }) {
    const { socket } = await open.connected()
    const set = await socket.attempt.setTimeout(Infinity)
    expect(set).is('ok', 'invalid', 'error')
    await behavesAs(null, socket)
  },
})

export const tinyTimeout = behaviour({
  id: 'mode.tiny-timeout-positive',
  level: 'must',
  tier: 1,
  says: 'A tiny positive timeout, from a nanosecond to a millisecond, ends in a timeout: not in would-block, and not never.',
  source: 'Go TestVariousDeadlines (1 ns to 1 s); eventlet test_send_timeout; cpython#75987 (ROUND_TIMEOUT)',
  observed:
    'recv with a silent peer ends in the timeout error, and the connection still works in blocking mode.',
  breaks: 'the timeout is rounded to zero, which then means non-blocking, or for ever',
  hint: 'Round a positive timeout up to the smallest unit that the system call knows, never down to zero.',
  needs: [
    'timeout.recv.expires',
    'timeout.not-a-delay',
    'timeout.usable-after.recv',
    'mode.reject-keeps-state',
  ],
  given: each(...[1e-9, 1e-7, 1e-6, 1e-4, 0.0005, 0.001].map((seconds) => ({ seconds }))),
  async check({ open, expect, stillWorks }, { seconds }) {
    const { socket } = await open.connected()
    await socket.setTimeout(seconds)
    expect(await socket.recv(16)).is('timeout')
    await socket.setBlocking(true)
    await stillWorks(socket)
  },
})
