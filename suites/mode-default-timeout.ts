import { lasting } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { featureExpiries } from '../harness/trials/table.ts'

export const defaultTimeoutApplied = behaviour({
  id: 'mode.default-timeout-applied',
  level: 'should',
  tier: 2,
  says: 'A default timeout is in force on the sockets opened after it was set, and on no others.',
  source: 'Python library reference, socket.setdefaulttimeout; CPython testDefaultTimeout; pypy issue 2824',
  observed:
    'With a default set, accept on a new listener expires as it says; recv on a connection from before waits for a nonce.',
  breaks: 'the default is reported by the getter and never used, or is looked up at each call',
  hint: 'Give the default to each socket when it is opened, by the way that a timeout of its own takes.',
  needs: ['timeout.accept.expires', 'mode.default-blocking'],
  features: ['setdefault'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => 0.4 + seconds,
  async check({ open, expect, behavesAs }, { seconds }) {
    const before = await open.connected()
    await open.setDefault(seconds)
    const { listener } = await open.listener()
    const reported = await listener.attempt.getTimeout()
    expect.that(reported.timeoutSeconds === undefined || near(reported.timeoutSeconds, seconds), {
      expected: `gettimeout() answers the default of ${seconds} s`,
      happened: `it answered ${reported.timeoutSeconds} s`,
    })
    await behavesAs(seconds, listener)
    await behavesAs(null, before.socket)
  },
})

/** A getter may have kept it to the millisecond. */
const near = (got: number | null, set: number): boolean => got !== null && Math.abs(got - set) <= 0.001

export const noneOverridesDefault = behaviour({
  id: 'endpoint.none-overrides-default',
  level: 'should',
  tier: 3,
  says: 'Told to connect without a timeout, the helper makes a blocking socket, whatever the default is.',
  source: 'Python library reference, socket.create_connection; CPython testTimeoutNone',
  observed: 'With a default set, recv on a connection made with no timeout outlasts it, and answers a nonce.',
  breaks: '"no timeout" and "no argument" are told by the same value',
  hint: 'Let the absence of the argument, and nothing else, stand for the default.',
  needs: ['block.recv.waits', 'mode.default-timeout-applied', 'trans.connect-keeps-mode'],
  features: ['setdefault', 'connecthelper'],
  takesSeconds: () => lasting.holdMillis / 1000,
  async check({ open, expect, hold, nonce }) {
    await open.setDefault(lasting.timeoutSeconds)
    const { socket, peer } = await open.helped(null)
    const token = nonce()
    const call = await socket.begin.recv(token.length)
    await hold(lasting.holdMillis)
    expect.stillPending(call)
    await peer.send(token)
    await expect(await call.over()).isBytes(token)
  },
})
