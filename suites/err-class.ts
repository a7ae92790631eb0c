import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import type { Call } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

/** How an adapter says that a call returned something that is neither a result nor an error (PROTOCOL.md). */
const wrongType = 'wrong-type:'

/** Two sockets with nothing to report: one may not wait, the other's wait expires. */
export const notReady = behaviours(
  [
    {
      id: 'err.return-type',
      level: 'must',
      tier: 1,
      says: 'A call that would have to wait reports an error; it does not return nothing, an empty pair or a wrong type.',
      source:
        'Python library reference, socket: recv returns bytes, accept a pair of socket and address, or they raise',
      observed:
        'What recv and accept return, in non-blocking mode and after a timeout, is of the right type or an error.',
      breaks: 'a caught error falls through to the end of the function, which then returns nothing',
      hint: 'Raise the error again where you catch it; there is no value that means "nothing yet".',
    },
    {
      id: 'err.timeout-vs-would-block',
      level: 'must',
      tier: 1,
      says: 'The error of a timeout that has expired is not the error of a call that may not wait.',
      source:
        'The page: a call that meets a problem raises an error; CPython TCPTimeoutTest.testTimeoutZero; gevent#634',
      observed: 'A non-blocking socket and one with a timeout are asked; the two errors have two classes.',
      breaks: 'EAGAIN is passed on at the expiry, or a non-blocking call raises the timeout error',
      hint: 'Raise the timeout error where a wait has expired, would-block where there was no wait at all.',
      needs: ['timeout.recv.expires', 'timeout.accept.expires'],
      variants: { 'timeout-class': 'distinct' },
    },
    {
      id: 'err.timeout-idiom',
      level: 'must',
      tier: 1,
      says: 'The timeout error is the one that programs in the language of the wrapper test for.',
      source: 'Python TimeoutError; Go net.Error.Timeout; Java SocketTimeoutException; Node ETIMEDOUT',
      observed: 'The adapter recognises it as programs do: by its class or its code, not by its text.',
      breaks: 'an error class of its own that is no timeout error; an expiry that returns instead of raising',
      hint: 'Raise the standard timeout error of your language, or a class that is derived from it.',
      variants: { 'timeout-class': 'distinct' },
    },
  ],
  {
    given: each<{ call: 'recv' | 'accept' }>({ call: 'recv' }, { call: 'accept' }),
    takesSeconds: () => 0.1,
    async check({ open, expect }, { call }) {
      const ask = { recv: (socket: Socket) => socket.recv(16), accept: (socket: Socket) => socket.accept() }
      const idle = {
        recv: async () => (await open.connected()).socket,
        accept: async () => (await open.listener()).listener,
      }
      const reports = (answer: Call) =>
        expect.of('err.return-type').that(!answer.text.startsWith(wrongType), {
          expected: `${answer.name} reports an error`,
          happened: answer.text,
        })

      // First, since a wrapper may have this mode and not the other.
      const timed = await idle[call]()
      await timed.setTimeout(0.1)
      const expired = await ask[call](timed)
      reports(expired)
      expect.of('err.timeout-idiom')(expired).is('timeout')
      const nonblocking = await idle[call]()
      await nonblocking.setBlocking(false)
      const refused = await ask[call](nonblocking)
      reports(refused)
      expect.of('err.timeout-vs-would-block').that(expired.status !== refused.status, {
        expected: `${call}() reports two errors, one for each`,
        happened: `it reported ${expired.status} for both`,
      })
    },
  },
)

export const wouldBlockCodes = behaviour({
  id: 'err.would-block-codes',
  level: 'must',
  tier: 3,
  says: 'Whichever of EAGAIN and EWOULDBLOCK the system uses, every operation reports it as would-block.',
  source: 'POSIX recv and accept, which allow either; eventlet#61',
  observed:
    'recv and accept in non-blocking mode, with nothing to receive and no one to accept, answer would-block.',
  breaks: 'only one of the two is recognised, by one operation or by all; it comes out as a general error',
  hint: 'Compare with both constants, in one place that all operations share.',
  needs: ['err.return-type', 'nb.recv.would-block', 'nb.accept.would-block'],
  async check({ open, expect }) {
    const { socket } = await open.connected()
    const { listener } = await open.listener()
    await socket.setBlocking(false)
    await listener.setBlocking(false)
    for (let again = 0; again < 2; again++) {
      expect(await socket.recv(16)).is('would-block')
      expect(await listener.accept()).is('would-block')
    }
  },
})

export const refusedClass = behaviour({
  id: 'err.refused-class',
  level: 'must',
  tier: 1,
  says: 'A connection that is refused is reported as refused.',
  source:
    'POSIX connect ECONNREFUSED; CPython NetworkConnectionNoServer; civetweb#1325: reported as a timeout',
  observed: 'connect to an address that refuses, in blocking mode and with a long timeout.',
  breaks: 'every failure of connect is reported as one error, such as a timeout',
  hint: 'Pass on the error of connect; where you wait for it, read it with SO_ERROR.',
  needs: ['block.connect.waits', 'timeout.connect-state'],
  given: each(blockingSetting(true), timeoutSetting(5)),
  async check({ open, peers, expect }, setting) {
    const address = await peers.refusing()
    const socket = await open.socket()
    await socket.set(setting)
    expect(await socket.connect(address)).is('refused')
  },
})

export const resetClass = behaviour({
  id: 'err.reset-class',
  level: 'must',
  tier: 1,
  says: 'A connection that the peer has reset is reported as reset: not as the end of the stream, a timeout or would-block.',
  source: 'POSIX recv ECONNRESET; Rust std tcp; MicroPython tcp_client_rst.py',
  observed: 'The peer resets with nothing queued; recv then answers reset, in each mode.',
  breaks: 'every error of recv is taken for the end of the stream, or for "nothing yet"',
  hint: 'Pass on ECONNRESET as it is.',
  needs: ['nb.recv.available'],
  given: each(blockingSetting(true), blockingSetting(false), timeoutSetting(5)),
  async check({ open, expect, askAgain }, setting) {
    const { socket, peer } = await open.connected()
    await socket.set(setting)
    peer.reset()
    expect(await askAgain(() => socket.recv(16))).is('reset')
  },
})
