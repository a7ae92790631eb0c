import { ampleSeconds, lasting, leakSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { featureExpiries, leakRuns } from '../harness/trials/table.ts'

export const helperMode = behaviour({
  id: 'endpoint.connect-helper-mode',
  level: 'must',
  tier: 1,
  says: 'A socket from the connect helper is in the mode that the wrapper declares: the timeout is kept (connect-helper=retains), or it is blocking again (restores).',
  source: 'CPython NetworkConnectionAttributesTest; Perl IO::Socket 22timeout.t; Perl issues 6232 and 7259',
  observed:
    'The helper connects within a timeout; recv on the connection then expires after it, or waits for a nonce.',
  breaks: 'the descriptor stays as it was made for the timed connect: non-blocking',
  hint: 'Set the mode once the connection is there, and by the same way as a setter does.',
  needs: ['timeout.recv.expires', 'block.recv.waits'],
  features: ['connecthelper'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, behavesAs, stillWorks, declared }, { seconds }) {
    const { socket } = await open.helped(seconds)
    await behavesAs(declared('connect-helper') === 'retains' ? seconds : null, socket)
    await stillWorks(socket)
  },
})

export const helperChangesNothing = behaviour({
  id: 'trans.connect-keeps-mode',
  level: 'must',
  tier: 1,
  says: 'The timeout that one connect was given is in force on no other socket.',
  source: 'Perl IO::Socket 22timeout.t; guacamole-server issue 542, SwiftIO issue 8, tacopie issue 32',
  observed:
    'After a connect within a timeout, recv waits on a new connection and on one that the helper makes without a timeout.',
  breaks: 'the helper sets a default for the whole process and does not take it back',
  hint: 'Set the timeout on the socket that is being connected, and on nothing else.',
  needs: ['mode.default-blocking'],
  features: ['connecthelper'],
  takesSeconds: () => 0.8,
  async check({ open, behavesAs }) {
    await open.helped(lasting.timeoutSeconds)
    const { socket } = await open.connected()
    await behavesAs(null, socket)
    const untimed = await open.helped(null)
    await behavesAs(null, untimed.socket)
  },
})

export const helperExpires = behaviour({
  id: 'timeout.connect-helper.expires',
  level: 'must',
  tier: 2,
  says: 'The connect helper gives up once its timeout has passed, and not before.',
  source: 'Python library reference, socket.create_connection; Go TestDialTimeout',
  observed: 'The helper dials a listener whose queue is full: time from outside and around the call.',
  breaks: 'the timeout is set on the connected socket, and the connect itself has none',
  hint: 'Set the timeout before the attempt is made.',
  needs: ['timeout.connect.expires'],
  features: ['connecthelper'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, peers, expect }, { seconds }) {
    const call = await open.helper(await peers.sharedBlackhole(), seconds)
    expect(call).expiredAfter(seconds)
  },
})

/** What a process needs once it has after this many calls. */
const warmUps = 3

export const helperLeak = behaviour({
  id: 'res.fd.connect-helper',
  level: 'should',
  tier: 2,
  says: 'Attempts of the connect helper that time out or are refused leave no descriptors behind.',
  source: 'Go TestDialTimeoutFDLeak; dicedb issue 1784, redis issue 15529, eventcore issue 212',
  observed: 'The open descriptors of the process, counted from outside, before and after a row of attempts.',
  breaks: 'the socket of an attempt that failed is closed by nobody: the caller never saw it',
  hint: 'Close the socket on every way out of the helper but the one that returns it.',
  needs: ['timeout.connect-helper.expires', 'res.fd.connect-timeout'],
  features: ['connecthelper'],
  takesSeconds: () => (warmUps + leakRuns) * leakSeconds.connect,
  async check({ open, peers, expect, meter }) {
    const full = await peers.sharedBlackhole()
    const refusing = await peers.refusing()
    let before = 0
    for (let run = 0; run < warmUps + leakRuns; run++) {
      if (run === warmUps) before = meter.descriptors()
      expect(await open.helper(full, leakSeconds.connect)).is('timeout')
      expect(await open.helper(refusing, ampleSeconds)).is('refused')
    }
    const more = meter.descriptors() - before
    expect.that(more < leakRuns / 2, {
      expected: `the process has no more descriptors after ${2 * leakRuns} attempts that failed`,
      happened: `it has ${more} more`,
      cause: 'leak',
    })
  },
})
