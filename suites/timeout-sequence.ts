import fc from 'fast-check'
import { ampleSeconds, inTimeMicros } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn, featureRuns, fewRuns } from '../harness/trials/table.ts'

export const repeatable = behaviour({
  id: 'timeout.repeatable',
  level: 'must',
  tier: 1,
  says: 'Every one of several timed calls in a row waits for the whole timeout, and for no more.',
  source: 'tokio-io-timeout issue 14; glommio issue 67; eventlet test_zero_timeout_and_back',
  observed:
    'Three timed recv on one silent connection, three timed accept on one listener: each expires by itself.',
  breaks: 'after one expiry every later call fails at once, or the timeouts add up',
  hint: 'Start a new wait with each call; keep nothing of the one before.',
  needs: ['timeout.recv.expires', 'timeout.accept.expires', 'timeout.usable-after.recv'],
  given: drawn(featureRuns, fc.record({ seconds: durations({ min: 80, max: 200 }) })),
  takesSeconds: ({ seconds }) => 6 * seconds,
  async check({ open, expect }, { seconds }) {
    const { socket } = await open.connected()
    await socket.setTimeout(seconds)
    for (let count = 0; count < 3; count++) expect(await socket.recv(16)).expiredAfter(seconds)
    const { listener } = await open.listener()
    await listener.setTimeout(seconds)
    for (let count = 0; count < 3; count++) expect(await listener.accept()).expiredAfter(seconds)
  },
})

export const staleTimer = behaviour({
  id: 'timeout.stale-timer',
  level: 'must',
  tier: 1,
  says: 'A timed operation that has succeeded leaves nothing behind that could end a later one.',
  source:
    'glommio issue 67; clickhouse-cs issue 591; Node socket.setTimeout, which goes on after the operation',
  observed:
    'Timed connect, send and recv succeed; a recv without a timeout then outlasts every timer of theirs.',
  breaks:
    'the timer of a finished operation is not cancelled, and ends or breaks whatever runs when it fires',
  hint: 'Cancel the timer whenever its operation ends, and let it know only that one operation.',
  needs: [
    'timeout.data-before-deadline',
    'timeout.recv.not-early',
    'mode.none-is-blocking',
    'trans.blocking-to-nb',
    'block.recv.partial',
  ],
  given: drawn(1, fc.record({ seconds: durations({ min: 600, max: 700 }) })),
  takesSeconds: ({ seconds }) => 1.4 * seconds,
  async check({ open, peers, expect, hold, nonce, voidUnless }, { seconds }) {
    const target = await peers.target()
    const socket = await open.socket()
    await socket.setTimeout(seconds)
    await socket.connected(target.address)
    const peer = await target.next()
    expect(await socket.send(nonce())).is('ok')
    const timed = await socket.begin.recv(64)
    const early = nonce()
    const sentAt = await peer.send(early)
    const sentInTime = sentAt < timed.requestedAtMicros + seconds * 1e6 - inTimeMicros
    const over = await timed.over(seconds)
    voidUnless(sentInTime, 'the data was not sent well before the timeout')
    await expect(over).isBytes(early)

    await socket.setTimeout(null)
    const untimed = await socket.begin.recv(64)
    await hold(1.4 * seconds * 1000)
    expect.stillPending(untimed)
    const late = nonce()
    await peer.send(late)
    await expect(await untimed.over()).isBytes(late)
  },
})

export const changeNextOp = behaviour({
  id: 'timeout.change-next-op',
  level: 'must',
  tier: 1,
  says: 'A changed timeout holds for the next operation, whether it is longer or shorter than the last.',
  source: 'OpenJDK Timeouts.testTimedRead5; thriftpy issue 188; CPython test_timeout',
  observed: 'One connection: a short timeout expires, then a longer one, then the short one again.',
  breaks: 'the timeout that was in force when the socket was opened or first used is kept',
  hint: 'Read the timeout anew at the beginning of each call.',
  needs: ['timeout.recv.expires', 'timeout.repeatable'],
  given: drawn(
    1,
    fc.record({ short: durations({ min: 100, max: 200 }), long: durations({ min: 400, max: 600 }) }),
  ),
  takesSeconds: ({ short, long }) => 2 * short + long,
  async check({ open, expect }, { short, long }) {
    const { socket } = await open.connected()
    for (const seconds of [short, long, short]) {
      await socket.setTimeout(seconds)
      expect(await socket.recv(16)).expiredAfter(seconds)
    }
  },
})

export const clockStartsAtCall = behaviour({
  id: 'timeout.clock-starts-at-call',
  level: 'must',
  tier: 1,
  says: 'The timeout counts from the call, not from the moment when it was set.',
  source:
    'Python library reference, socket.settimeout: a timeout "on blocking socket operations"; Node issue 5757',
  observed:
    'The timeout is set, half of it goes by, then recv is called: it still waits for the whole timeout.',
  breaks: 'a deadline, or an idle timer, starts when the timeout is set or at the last activity',
  hint: 'Store a length of time, and make a deadline of it when a call begins.',
  needs: ['timeout.recv.expires', 'timeout.recv.not-early'],
  variants: { deadline: 'relative' },
  given: drawn(1, fc.record({ seconds: durations({ min: 300, max: 600 }) })),
  takesSeconds: ({ seconds }) => 1.5 * seconds,
  async check({ open, expect, hold }, { seconds }) {
    const { socket } = await open.connected()
    await socket.setTimeout(seconds)
    await hold((seconds * 1000) / 2)
    expect(await socket.recv(16)).expiredAfter(seconds, { weigh: 'early' })
  },
})

export const deadlineStays = behaviour({
  id: 'timeout.deadline-stays',
  level: 'should',
  tier: 3,
  says: 'A timeout that is a deadline (deadline=absolute) counts from when it was set, and is over for every later call until another is set.',
  source:
    'Go net.Conn, SetDeadline: "an absolute time after which I/O operations fail"; Go timeout_test TestReadTimeoutFluctuation',
  observed:
    'Most of it goes by before recv is called, which then waits for the rest; the next recv answers a timeout at once; without a deadline the connection works.',
  breaks:
    'the time is kept as a length, and counted from each call; a call that has expired takes the deadline away',
  hint: 'Keep the moment, and compare each call with it; or declare deadline=relative.',
  needs: ['timeout.recv.expires', 'timeout.recv.not-early'],
  among: { deadline: ['absolute'] },
  takesSeconds: () => deadlineSeconds,
  async check({ open, expect, hold, stillWorks }) {
    const { socket } = await open.connected()
    socket.keepDeadline()
    await socket.setTimeout(deadlineSeconds)
    await hold(deadlineSeconds * 750)
    // Counted from the call, it would end three quarters of the deadline late.
    expect(await socket.recv(16)).expiredAfter(deadlineSeconds)
    const again = await socket.recv(16)
    expect(again).is('timeout')
    expect(again).wasImmediate()
    await socket.setTimeout(null)
    await stillWorks(socket)
  },
})

/** Long, since what a slow machine adds to its last quarter must not make up for the rest. */
const deadlineSeconds = 1.2

export const mixedOps = behaviour({
  id: 'timeout.mixed-ops',
  level: 'must',
  tier: 1,
  says: 'An expired recv leaves accept, send and recv unharmed, on the same socket and on others.',
  source: 'Go nettest FutureTimeout; .NET TimeoutTest: the connection stays usable',
  observed:
    'After an expiry, nonces go both ways on that socket, on another, and on one that is accepted afterwards.',
  breaks:
    'expiry is remembered for the socket, or for all sockets, and fails the next operation of another kind',
  hint: 'Keep what belongs to one call in that call: no flag, timer or lock survives it.',
  needs: ['timeout.recv.expires'],
  given: drawn(fewRuns, fc.record({ seconds: durations({ min: 50, max: 150 }) })),
  takesSeconds: ({ seconds }) => 2 * seconds,
  async check({ open, peers, expect, stillWorks }, { seconds }) {
    const { listener, address, socket } = await open.accepted()
    const { socket: other } = await open.connected()
    await socket.setTimeout(seconds)
    await listener.setTimeout(ampleSeconds)
    expect(await socket.recv(16)).is('timeout')
    const client = await peers.dial(address)
    const accepted = await listener.accept()
    expect(accepted).isClient(client)
    await stillWorks(listener.accepted(accepted, client))
    await stillWorks(other)
    await stillWorks(socket)
  },
})
