import { behaviours } from '../harness/engine/behaviour.ts'
import { recvExpiries } from '../harness/trials/table.ts'

/** A timed recv on a connection whose peer says nothing. One set of waits answers four questions. */
export const timeoutRecv = behaviours(
  [
    {
      id: 'timeout.recv.expires',
      level: 'must',
      tier: 1,
      says: 'recv with a timeout, on a connection whose peer stays silent, ends in a timeout error.',
      source:
        'Python library reference, socket, "Notes on socket timeouts"; CPython test_timeout testRecvTimeout',
      observed:
        'The peer accepts and says nothing until the call is over; what the call answered is the outcome.',
      breaks:
        'the timeout is stored and never used; expiry answers no bytes, or the error of a non-blocking call',
      hint: 'After the wait, raise the timeout error of your language; do not return, and do not pass on EAGAIN.',
      names: ['hang recv'],
    },
    {
      id: 'timeout.recv.not-early',
      level: 'must',
      tier: 1,
      says: 'recv with a timeout does not give up before the timeout has passed.',
      source: 'POSIX poll; Go nettest FutureTimeout; OpenJDK Timeouts.testTimedRead3',
      observed:
        'From before the request is written until after the reply is read, at least the timeout has passed.',
      breaks: 'the timeout is truncated to whole seconds or milliseconds, or taken for another unit',
      hint: 'Round a timeout up, never down, when the system call wants a coarser unit.',
      names: ['early recv'],
      needs: ['timeout.recv.expires'],
    },
    {
      id: 'timeout.recv.not-late',
      level: 'must',
      tier: 1,
      says: 'recv with a timeout gives up soon after the timeout has passed.',
      source: '.NET TimeoutTest (1.9999 T); CPython test_timeout',
      observed:
        'Time around the native call, at the same time as on a wrapper known to be good where it is suspect.',
      breaks: 'the wait is made twice, in coarse slices, or begins anew after each wake-up',
      hint: 'Compute one deadline on a monotonic clock when the call begins, and wait for what is left of it.',
      names: ['late recv'],
      needs: ['timeout.recv.expires'],
    },
    {
      id: 'timeout.usable-after.recv',
      level: 'must',
      tier: 1,
      says: 'After recv has timed out, the connection still carries data in both directions.',
      source: 'Go nettest FutureTimeout (resync); OpenJDK Timeouts.testTimedRead4',
      observed: 'After the expiry a nonce goes from the socket to its peer, and another one back.',
      breaks: 'expiry closes the socket, or leaves it marked as busy or expired',
      hint: 'A timeout ends the call, not the connection: leave the descriptor and the mode as they were.',
      needs: ['timeout.recv.expires'],
    },
  ],
  {
    given: recvExpiries(),
    takesSeconds: ({ seconds }) => seconds,
    async check({ open, expect, stillWorks }, { seconds, host }) {
      const { socket } = await open.connected({ host })
      await socket.setTimeout(seconds)
      const call = await socket.recv(16)
      expect.of('timeout.recv.expires')(call).is('timeout')
      expect.of('timeout.recv.not-early')(call).expiryMeasured(seconds, 'early')
      expect.of('timeout.recv.not-late')(call).expiryMeasured(seconds, 'late')
      await stillWorks(socket, expect.of('timeout.usable-after.recv'))
    },
  },
)
