import { behaviours } from '../harness/engine/behaviour.ts'
import { fewerExpiries } from '../harness/trials/table.ts'

/** A timed accept while no client comes; then one does. */
export const timeoutAccept = behaviours(
  [
    {
      id: 'timeout.accept.expires',
      level: 'must',
      tier: 1,
      says: 'accept with a timeout, while no client comes, ends in a timeout error.',
      source:
        'Python library reference, socket, "Timeouts and the accept method"; CPython test_timeout testAcceptTimeout',
      observed: 'Nobody connects until the call is over; what the call answered is the outcome.',
      breaks:
        'the timeout is applied to connections only; expiry answers nothing, or the error of a non-blocking call',
      hint: 'Wait for the listener to become readable for as long as its timeout says, then raise the timeout error.',
      names: ['hang accept'],
      needs: ['timeout.recv.expires'],
    },
    {
      id: 'timeout.accept.not-early',
      level: 'must',
      tier: 1,
      says: 'accept with a timeout does not give up before the timeout has passed.',
      source: 'POSIX poll; OpenJDK Timeouts.testTimedAccept3',
      observed:
        'From before the request is written until after the reply is read, at least the timeout has passed.',
      breaks: 'the timeout is truncated to whole seconds or ticks, or taken for another unit',
      hint: 'Round a timeout up, never down, when the system call wants a coarser unit.',
      names: ['early accept'],
      needs: ['timeout.accept.expires', 'timeout.recv.not-early'],
    },
    {
      id: 'timeout.accept.not-late',
      level: 'must',
      tier: 1,
      says: 'accept with a timeout gives up soon after the timeout has passed.',
      source: 'OpenJDK Timeouts.testTimedAccept3; CPython test_timeout; Go TestAcceptTimeout',
      observed:
        'Time around the native call, at the same time as on a wrapper known to be good where it is suspect.',
      breaks: 'the wait is made twice, in coarse slices, or begins anew after each wake-up',
      hint: 'Compute one deadline on a monotonic clock when the call begins, and wait for what is left of it.',
      names: ['late accept'],
      needs: ['timeout.accept.expires', 'timeout.recv.not-late'],
    },
    {
      id: 'timeout.usable-after.accept',
      level: 'must',
      tier: 1,
      says: 'After accept has timed out, the listener still takes clients, and their connections work.',
      source: 'OpenJDK Timeouts.testTimedAccept4 to 6',
      observed: 'After the expiry a client connects and is accepted; a nonce goes each way.',
      breaks: 'expiry closes the listener, or leaves it marked as busy or expired',
      hint: 'A timeout ends the call, not the listener: leave the descriptor and the mode as they were.',
      needs: ['timeout.accept.expires'],
    },
  ],
  {
    given: fewerExpiries(),
    takesSeconds: ({ seconds }) => seconds,
    async check({ open, peers, expect, askAgain, stillWorks }, { seconds }) {
      const { listener, address } = await open.listener()
      await listener.setTimeout(seconds)
      const call = await listener.accept()
      expect.of('timeout.accept.expires')(call).is('timeout')
      expect.of('timeout.accept.not-early')(call).expiryMeasured(seconds, 'early')
      expect.of('timeout.accept.not-late')(call).expiryMeasured(seconds, 'late')
      const usable = expect.of('timeout.usable-after.accept')
      const client = await peers.dial(address)
      // A short timeout may pass once more before the client is seen.
      const taken = await askAgain(() => listener.accept(), ['timeout'])
      usable(taken).isClient(client)
      await stillWorks(listener.accepted(taken, client), usable)
    },
  },
)
