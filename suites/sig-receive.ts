import fc from 'fast-check'
import { signalledSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn } from '../harness/trials/table.ts'

/** Signals go on for this many timeouts: a wait that begins anew with each of them never ends before. */
const floodTimeouts = 3

export const recvRemainingTime = behaviour({
  id: 'sig.recv.remaining-time',
  level: 'must',
  tier: 2,
  says: 'Signals that are handled during recv neither shorten its timeout nor begin it anew.',
  source:
    'PEP 475; POSIX poll, EINTR; usocket issue 55, arangodb issue 1340, MicroPython select_poll_eintr.py',
  observed: 'Fifty signals a second come from the beginning of the wait to well past its end.',
  breaks: 'after EINTR the wait is made again with the whole timeout, or is taken for an expiry',
  hint: 'When a wait is interrupted, compute what is left until the deadline and wait for that.',
  needs: ['timeout.recv.expires', 'timeout.recv.not-early', 'timeout.recv.not-late'],
  features: ['signals'],
  given: drawn(2, fc.record({ seconds: durations({ min: 300, max: 600 }) })),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, signals }, { seconds }) {
    const { socket } = await open.connected()
    await socket.setTimeout(seconds)
    const call = await socket.begin.recv(16)
    await signals.during(call, floodTimeouts * seconds)
    const answer = await call.over(seconds)
    await signals.areHandled()
    expect(answer).expiredAfter(seconds)
  },
})

export const recvBlocking = behaviour({
  id: 'sig.recv.blocking',
  level: 'must',
  tier: 2,
  says: 'Signals that are handled do not end a recv in blocking mode; it goes on waiting for data.',
  source: 'PEP 475; CPython _test_eintr SocketEINTRTest.test_recv; libuv eintr_handling; i3ipc issue 31',
  observed:
    'Signals come while the peer is silent; recv is pending after them, and returns a nonce made only then.',
  breaks: 'EINTR is passed on as an error, or taken for the end of the stream or for "nothing yet"',
  hint: 'When a system call answers EINTR, make it again.',
  needs: ['block.recv.waits'],
  features: ['signals'],
  takesSeconds: () => signalledSeconds,
  async check({ open, expect, signals, nonce }) {
    const { socket, peer } = await open.connected()
    const token = nonce()
    const call = await socket.begin.recv(token.length)
    await signals.during(call, signalledSeconds)
    expect.stillPending(call)
    await peer.send(token)
    await expect(await call.over()).isBytes(token)
    await signals.areHandled()
  },
})

export const accept = behaviour({
  id: 'sig.accept',
  level: 'must',
  tier: 2,
  says: 'Signals that are handled do not end an accept in blocking mode; it goes on waiting for a client.',
  source: 'PEP 475; CPython _test_eintr test_accept; cpp-httplib issue 1438, vapor sockets issue 70',
  observed:
    'Signals come while there is no client; accept is pending after them, and returns the one that comes.',
  breaks: 'EINTR is passed on as an error, or ends the loop that accepts clients',
  hint: 'When accept answers EINTR, make it again.',
  needs: ['block.accept.waits'],
  features: ['signals'],
  takesSeconds: () => signalledSeconds,
  async check({ open, peers, expect, signals }) {
    const { listener, address } = await open.listener()
    const call = await listener.begin.accept()
    await signals.during(call, signalledSeconds)
    expect.stillPending(call)
    const client = await peers.dial(address)
    expect(await call.over()).isClient(client)
    await signals.areHandled()
  },
})
