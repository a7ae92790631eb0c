import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn, featureExpiries, featureRuns } from '../harness/trials/table.ts'

export const handshakeTimeout = behaviour({
  id: 'tls.handshake.timeout',
  level: 'should',
  tier: 2,
  says: 'A TLS handshake with a peer that takes the connection and never speaks ends in a timeout error, as the socket’s timeout says.',
  source: 'urllib3 issue 585, nats.c issue 907, pycom issue 315; CPython SSLSocket.do_handshake',
  observed:
    'The peer accepts and says nothing until the call is over; time from outside and around the call.',
  breaks: 'the timeout is applied to the connect, to recv and to send, and the handshake has none',
  hint: 'Let the handshake wait as recv and send do, with one deadline for all of it.',
  needs: ['timeout.recv.expires', 'tls.carries-data'],
  features: ['tls'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect }, { seconds }) {
    // The first handshake of a process loads what it needs, which may take longer than the timeout allows for.
    const { target } = await open.secured()
    const { socket } = await open.connected()
    await socket.setTimeout(seconds)
    expect(await socket.wrapTls(target.identity)).expiredAfter(seconds)
  },
})

export const wrapKeepsTimeout = behaviour({
  id: 'tls.wrap-keeps-timeout',
  level: 'should',
  tier: 2,
  says: 'A timeout that was set before the TLS handshake is in force after it.',
  source: 'gevent issue 43; Python library reference, ssl, SSLContext.wrap_socket',
  observed: 'A timeout is set, then the handshake made: the getter says so, and recv expires after it.',
  breaks: 'the secured socket is a new one, and starts out in blocking mode',
  hint: 'Hand the timeout on to the socket that the handshake makes.',
  needs: ['tls.recv.expires'],
  features: ['tls'],
  // Long enough for a handshake, which takes 10 ms, on a machine that is busy.
  given: drawn(featureRuns, fc.record({ seconds: durations({ min: 400, max: 600 }) })),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, arrivesAt, voidUnless }, { seconds }) {
    const { target } = await open.secured()
    const bare = await open.socket()
    await bare.connected(target.address)
    await bare.setTimeout(seconds)
    const handshake = await bare.wrapTls(target.identity)
    voidUnless(handshake.status !== 'timeout', 'the handshake took longer than the timeout')
    expect(handshake).is('ok')
    const socket = bare.secured(handshake, await arrivesAt(target))
    const { timeoutSeconds } = await socket.attempt.getTimeout()
    expect.that(timeoutSeconds === undefined || Math.abs((timeoutSeconds ?? Infinity) - seconds) <= 0.001, {
      expected: `gettimeout() answers ${seconds} s`,
      happened: `it answered ${timeoutSeconds === null ? 'no timeout' : timeoutSeconds}`,
    })
    expect(await socket.recv(16)).expiredAfter(seconds)
  },
})
