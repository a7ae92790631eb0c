import fc from 'fast-check'
import { ampleSeconds, pageTimeoutSeconds, shortSeconds, strangerMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { datagramRuns, datagrams, drawn } from '../harness/trials/table.ts'

const settings = [blockingSetting(true), timeoutSetting(ampleSeconds), blockingSetting(false)]

export const boundaries = behaviour({
  id: 'data.datagram-boundaries',
  level: 'must',
  tier: 2,
  says: 'One recvfrom returns one datagram, in every mode: none is merged, split or repeated, and what is cut off is gone.',
  source: 'UDP, RFC 768; POSIX recvfrom: excess bytes "shall be discarded"; WASI udp_stream',
  observed:
    'Datagrams of random sizes go both ways, and each is received whole by one call; one is read with too small a size.',
  breaks:
    'datagrams go through the buffer of a stream; the rest of one that was cut is returned by the next call',
  hint: 'Make one system call for each datagram, keep nothing between two calls, and report who sent it.',
  needs: ['udp.recv.waits'],
  features: ['udp'],
  given: drawn(
    datagramRuns,
    fc.record({
      setting: fc.constantFrom(...settings),
      sizes: fc.array(fc.integer({ min: 1, max: datagrams.bytes }), {
        minLength: datagrams.fewest,
        maxLength: datagrams.most,
      }),
    }),
  ),
  async check({ open, expect, nonce, askAgain, comesTrue }, { setting, sizes }) {
    const { socket, address, peer } = await open.datagrams()
    await socket.set(setting)
    const receive = (size: number) => askAgain(() => socket.recvFrom(size))

    // A machine with several cores may let one datagram overtake another.
    const inbound = sizes.map((size) => nonce(size))
    for (const datagram of inbound) await peer.sendTo(datagram, address)
    while (inbound.length > 0) {
      const call = await receive(datagrams.bytes)
      expect(call).is('ok')
      const which = inbound.findIndex((datagram) => datagram.equals(call.bytes ?? nonce(1)))
      expect(call).isDatagram(inbound[Math.max(0, which)] ?? nonce(1), peer.address)
      inbound.splice(which, 1)
    }

    const outbound = sizes.map((size) => nonce(size))
    for (const datagram of outbound) {
      const sent = await askAgain(() => socket.sendTo(datagram, peer.address))
      expect.that(sent.count === datagram.length, {
        expected: `sendto takes the ${datagram.length} bytes of a datagram`,
        happened: `it answered ${sent.status} ${sent.count ?? sent.text}`,
      })
    }
    await comesTrue(() => Promise.resolve(peer.received.length >= outbound.length))
    const sorted = (all: readonly Uint8Array[]) =>
      all.map((one) => Buffer.from(one).toString('hex')).toSorted()
    expect.that(sorted(peer.received.map(({ bytes }) => bytes)).join() === sorted(outbound).join(), {
      expected: `the peer receives the ${outbound.length} datagrams that were sent`,
      happened: `it received ${peer.received.length}, of ${peer.received.map(({ bytes }) => bytes.length).join(', ')} bytes`,
      cause: 'lost-data',
    })

    await peer.sendTo(nonce(40), address)
    await receive(8)
    const next = nonce(16)
    await peer.sendTo(next, address)
    expect(await receive(datagrams.bytes)).isDatagram(next, peer.address)
  },
})

export const strangers = behaviour({
  id: 'udp.foreign-peer-no-extend',
  level: 'should',
  tier: 2,
  says: 'A connected datagram socket does not receive from strangers, and what they send does not extend a timed recv.',
  source:
    'POSIX connect on SOCK_DGRAM; WASI test_udp_receive_after_connect; Go TestReadFromTimeoutFluctuation',
  observed:
    'A stranger sends again and again during a timed recv, which expires all the same; then the peer sends.',
  breaks: 'strangers are filtered out in a loop whose every round waits for the whole timeout again',
  hint: 'Let the system filter, by connect; if you filter yourself, wait for what is left of one deadline.',
  needs: ['timeout.recvfrom.expires'],
  features: ['udp'],
  takesSeconds: () => pageTimeoutSeconds,
  async check({ open, peers, expect, nonce, hold, comesTrue, askAgain, now }) {
    const { socket, address, peer } = await open.datagrams()
    const stranger = await peers.datagrams()
    await socket.connected(peer.address)
    await socket.setTimeout(pageTimeoutSeconds)
    const call = await socket.begin.recv(16)
    const until = now() + 3e6 * pageTimeoutSeconds
    while (call.settled() === undefined && now() < until) {
      await stranger.sendTo(nonce(16), address)
      await hold(strangerMillis)
    }
    expect(await call.over(pageTimeoutSeconds)).expiredAfter(pageTimeoutSeconds)

    const there = nonce(16)
    expect(await socket.send(there)).is('ok')
    const came = await comesTrue(() => Promise.resolve(peer.received.length > 0))
    expect.that(came && peer.received[0]?.bytes.equals(there) === true, {
      expected: 'the peer receives what send was given',
      happened: came ? 'it received another datagram' : 'it received nothing',
      cause: 'lost-data',
    })
    const back = nonce(16)
    await peer.sendTo(back, address)
    expect(await askAgain(() => socket.recv(16), ['timeout'])).isDatagram(back)
  },
})

export const unconnectedKeepsWaiting = behaviour({
  id: 'udp.unconnected-keeps-waiting',
  level: 'should',
  tier: 2,
  says: 'A datagram to where nobody is neither ends nor spoils a recvfrom of a socket that is not connected.',
  source:
    'udp(7): errors are passed to a connected socket alone; bun issues 36249 and 35923; corefx issue 33049',
  observed: 'After a sendto to nobody, recvfrom waits out its timeout; then datagrams go to and from a peer.',
  breaks:
    'the error of one datagram is raised by a call that has nothing to do with it, or closes the socket',
  hint: 'Do not ask for the errors of an unconnected socket (IP_RECVERR, SIO_UDP_CONNRESET); if they come, wait on.',
  needs: ['timeout.recvfrom.expires'],
  features: ['udp'],
  takesSeconds: () => shortSeconds,
  async check({ open, peers, expect, nonce, askAgain }) {
    const { socket, address, peer } = await open.datagrams()
    await socket.setTimeout(shortSeconds)
    expect(await socket.sendTo(nonce(16), await peers.nobody())).is('ok')
    expect(await socket.recvFrom(16)).is('timeout')
    expect(await socket.sendTo(nonce(16), peer.address)).is('ok')
    const back = nonce(16)
    await peer.sendTo(back, address)
    expect(await askAgain(() => socket.recvFrom(16), ['timeout'])).isDatagram(back, peer.address)
  },
})

export const refusedDeclared = behaviour({
  id: 'udp.refused-declared',
  level: 'note',
  tier: 3,
  says: 'A connected datagram socket is told that nobody is at the other end: recv ends as refused.',
  source: 'udp(7), ECONNREFUSED; WASI udp_send_to_closed_receiver; c-ares issue 821',
  observed: 'A datagram is sent to where nobody is, and the host says so to the sender; then recv is asked.',
  breaks: 'both ways are found in the field: the error is handed on, or dropped as a lost datagram would be',
  hint: 'Hand the error on if callers should not wait for an answer that cannot come.',
  needs: ['timeout.recvfrom.expires'],
  features: ['udp'],
  async check({ open, peers, expect, nonce }) {
    const nobody = await peers.nobody()
    const socket = await open.socket('udp')
    await socket.connected(nobody)
    await socket.setTimeout(shortSeconds)
    await socket.send(nonce(16))
    expect(await socket.recv(16)).is('refused')
  },
})
