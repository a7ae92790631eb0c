import { ampleSeconds } from '../harness/clock.ts'
import { behaviours } from '../harness/engine/behaviour.ts'
import { fewerExpiries } from '../harness/trials/table.ts'

/** A timed connect to a listener whose queue is full, so that nothing ever answers. */
export const timeoutConnect = behaviours(
  [
    {
      id: 'timeout.connect.expires',
      level: 'must',
      tier: 1,
      says: 'connect with a timeout, to an address that does not answer, ends in a timeout error.',
      source:
        'Python library reference, socket, "Timeouts and the connect method"; CPython test_timeout testConnectTimeout',
      observed: 'The queue of the listener is full and stays full; what the call answered is the outcome.',
      breaks:
        'the timeout is only set on reads and writes, or after connecting; the attempt goes on for minutes',
      hint: 'Connect without blocking, wait for the socket to become writable, and give up when the timeout has passed.',
      names: ['hang connect'],
      needs: ['timeout.recv.expires'],
    },
    {
      id: 'timeout.connect.not-early',
      level: 'must',
      tier: 1,
      says: 'connect with a timeout does not give up before the timeout has passed.',
      source: 'POSIX poll; CPython test_timeout testConnectTimeout',
      observed:
        'From before the request is written until after the reply is read, at least the timeout has passed.',
      breaks: 'the timeout is truncated to whole seconds or ticks, or taken for another unit',
      hint: 'Round a timeout up, never down, when the system call wants a coarser unit.',
      names: ['early connect'],
      needs: ['timeout.connect.expires', 'timeout.recv.not-early'],
    },
    {
      id: 'timeout.connect.not-late',
      level: 'must',
      tier: 1,
      says: 'connect with a timeout gives up soon after the timeout has passed.',
      source: 'Go TestDialTimeout; CPython test_timeout',
      observed:
        'Time around the native call, at the same time as on a wrapper known to be good where it is suspect.',
      breaks: 'the attempt is made twice, or watched in coarse slices',
      hint: 'Compute one deadline on a monotonic clock when the call begins, and wait for what is left of it.',
      names: ['late connect'],
      needs: ['timeout.connect.expires', 'timeout.recv.not-late'],
    },
    {
      id: 'timeout.connect-state',
      level: 'must',
      tier: 1,
      says: 'After connect has timed out, the socket is not reported as connected, and a fresh one connects.',
      source: 'The page: settimeout(0.5) before connecting; OpenJDK Socket.connect; SFML issue 1346',
      observed:
        'getpeername must fail; another socket then connects with a timeout, and a nonce goes each way.',
      breaks:
        'the socket remembers the address as its peer; a flag set by the failure stops every later attempt',
      hint: 'Ask the system for the peer instead of remembering it, and keep no state of an attempt outside its socket.',
      names: ['step connect', 'carried over'],
      needs: ['timeout.connect.expires'],
    },
  ],
  {
    given: fewerExpiries(),
    takesSeconds: ({ seconds }) => seconds,
    async check({ open, peers, expect, stillWorks }, { seconds }) {
      const socket = await open.socket()
      await socket.setTimeout(seconds)
      const call = await socket.connect(await peers.sharedBlackhole())
      expect.of('timeout.connect.expires')(call).is('timeout')
      expect.of('timeout.connect.not-early')(call).expiryMeasured(seconds, 'early')
      expect.of('timeout.connect.not-late')(call).expiryMeasured(seconds, 'late')
      const state = expect.of('timeout.connect-state')
      const peer = await socket.attempt.peerName()
      state.that(peer.status !== 'ok', {
        expected: 'getpeername() fails after a connect that timed out',
        happened: `it answered ${peer.address?.host}:${peer.address?.port}`,
      })
      const target = await peers.target()
      const fresh = await open.socket()
      await fresh.setTimeout(ampleSeconds)
      state(await fresh.connect(target.address)).is('ok')
      fresh.peer = await target.next()
      await stillWorks(fresh, state)
    },
  },
)
