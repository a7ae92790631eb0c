import { ampleSeconds, shortSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { each, featureExpiries, familyWakeUps } from '../harness/trials/table.ts'

export const recvfromWaits = behaviour({
  id: 'udp.recv.waits',
  level: 'must',
  tier: 2,
  says: 'A new datagram socket is in blocking mode: recvfrom waits until a datagram comes, and returns it with its sender.',
  source: 'POSIX recvfrom: "shall wait until a message arrives"; CPython ThreadedUDPSocketTest',
  observed: 'The call is pending while nobody sends; it returns a nonce that did not exist before.',
  breaks: 'the new family is opened non-blocking; a default timeout; the address of the sender is lost',
  hint: 'Let every family go through the same wait, and return what recvfrom says of the sender.',
  needs: ['block.recv.waits'],
  features: ['udp'],
  given: familyWakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold, nonce }, { holdMillis }) {
    const { socket, address, peer } = await open.datagrams()
    const token = nonce()
    const call = await socket.begin.recvFrom(token.length)
    await hold(holdMillis)
    expect.stillPending(call)
    const sentAt = await peer.sendTo(token, address)
    const answer = await call.over()
    expect(answer).isDatagram(token, peer.address)
    expect(answer).wokeAfter(sentAt)
  },
})

export const recvfromWouldBlock = behaviour({
  id: 'udp.recv.would-block',
  level: 'must',
  tier: 2,
  says: 'In non-blocking mode, recvfrom and recv with no datagram fail at once, as would-block; a later one is received.',
  source: 'POSIX recvfrom, EAGAIN; MicroPython socket_udp_nonblock.py; Ruby test_udp_recvfrom_nonblock',
  observed: 'Nobody sends until the call is over; only a call that does not wait is ever over.',
  breaks: 'the mode never reaches datagram sockets; "nothing yet" is told as an empty datagram or a timeout',
  hint: 'Treat EAGAIN of a datagram socket as you treat that of a stream.',
  needs: ['nb.recv.would-block'],
  features: ['udp'],
  given: each<{ call: 'recvfrom' | 'recv' }>({ call: 'recvfrom' }, { call: 'recv' }),
  async check({ open, expect, nonce, askAgain }, { call }) {
    const { socket, address, peer } = await open.datagrams()
    const ask = { recvfrom: () => socket.recvFrom(16), recv: () => socket.recv(16) }[call]
    await socket.setTimeout(ampleSeconds)
    await socket.setBlocking(false)
    expect(await ask()).is('would-block')
    const token = nonce(16)
    await peer.sendTo(token, address)
    expect(await askAgain(ask)).isDatagram(token)
    expect(await ask()).is('would-block')
  },
})

export const recvfromExpires = behaviour({
  id: 'timeout.recvfrom.expires',
  level: 'must',
  tier: 2,
  says: 'recvfrom with a timeout, where no datagram comes, ends in a timeout error when it has passed; the next datagram is received.',
  source: 'CPython test_timeout UDPTimeoutTestCase.testRecvfromTimeout; Go TestReadFromTimeout',
  observed: 'Nobody sends until the call is over, measured as a timed recv is; then a nonce comes.',
  breaks: 'the timeout is stored and recvfrom never looks at it; expiry returns an empty datagram',
  hint: 'Wait for readiness before recvfrom as before recv, by one deadline; raise the timeout error at its end.',
  needs: ['timeout.recv.expires'],
  features: ['udp'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, nonce, askAgain }, { seconds }) {
    const { socket, address, peer } = await open.datagrams()
    await socket.setTimeout(seconds)
    expect(await socket.recvFrom(16)).expiredAfter(seconds)
    const token = nonce(16)
    await peer.sendTo(token, address)
    expect(await askAgain(() => socket.recvFrom(16), ['timeout'])).isDatagram(token, peer.address)
  },
})

export const emptyDatagram = behaviour({
  id: 'udp.empty-datagram',
  level: 'should',
  tier: 2,
  says: 'An empty datagram is received as one of no bytes: no end of the stream, no timeout, no would-block.',
  source: 'UDP, RFC 768: a length of 8 is a header alone; recv(2): "zero-length datagrams are permitted"',
  observed:
    'An empty datagram and then a nonce: two receives answer them; the peer receives an empty one too.',
  breaks:
    'no bytes are taken for "nothing yet", and the call waits on; the socket counts as ended; nothing is sent',
  hint: 'Only a stream ends with no bytes. Of a datagram socket, return what the system returned.',
  needs: ['udp.recv.waits'],
  features: ['udp'],
  given: each(timeoutSetting(shortSeconds), blockingSetting(false)),
  async check({ open, expect, nonce, askAgain, comesTrue }, setting) {
    const { socket, address, peer } = await open.datagrams()
    await socket.set(setting)
    const receive = () => askAgain(() => socket.recvFrom(16), ['would-block', 'timeout'])
    await peer.sendTo(nonce(0), address)
    expect(await receive()).isDatagram(nonce(0), peer.address)
    const token = nonce(16)
    await peer.sendTo(token, address)
    expect(await receive()).isDatagram(token, peer.address)
    expect(await socket.sendTo(nonce(0), peer.address)).is('ok')
    const came = await comesTrue(() => Promise.resolve(peer.received.length > 0))
    expect.that(came && peer.received[0]?.bytes.length === 0, {
      expected: 'the peer receives the empty datagram',
      happened: came ? `it received ${peer.received[0]?.bytes.length} bytes` : 'it received nothing',
      cause: 'lost-data',
    })
  },
})
