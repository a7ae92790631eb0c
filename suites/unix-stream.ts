import { needlessSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { drawnTimeout, featureExpiries, familyWakeUps } from '../harness/trials/table.ts'

export const unixRecvWaits = behaviour({
  id: 'unix.recv.waits',
  level: 'should',
  tier: 2,
  says: 'A new Unix-domain socket is in blocking mode: recv with no data waits until data arrives, and returns it.',
  source: 'The page: "control is not returned until the operation is complete"; unix(7)',
  observed: 'The call is pending while the peer is silent; it returns a nonce that did not exist before.',
  breaks: 'the new family is opened non-blocking; a default timeout',
  hint: 'Let every family go through the same wait.',
  needs: ['block.recv.waits'],
  features: ['unix'],
  given: familyWakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold, nonce }, { holdMillis }) {
    const { socket, peer } = await open.connected({ family: 'unix' })
    const token = nonce()
    const call = await socket.begin.recv(token.length)
    await hold(holdMillis)
    expect.stillPending(call)
    const sentAt = await peer.send(token)
    const answer = await call.over()
    await expect(answer).isBytes(token)
    expect(answer).wokeAfter(sentAt)
  },
})

export const unixRecvWouldBlock = behaviour({
  id: 'unix.recv.would-block',
  level: 'should',
  tier: 2,
  says: 'In non-blocking mode, recv and accept on a Unix-domain socket with nothing at hand fail at once, as would-block.',
  source: 'POSIX recv and accept, EAGAIN; unix(7)',
  observed:
    'Peer and clients stay away until the calls are over; then the connection carries data both ways.',
  breaks: 'the mode never reaches the descriptor of this family; would-block is told as a fault or a timeout',
  hint: 'Make the descriptor non-blocking whatever its family, and treat its EAGAIN alike.',
  needs: ['nb.recv.would-block', 'nb.accept.would-block'],
  features: ['unix'],
  async check({ open, expect, stillWorks }) {
    const { socket } = await open.connected({ family: 'unix' })
    await socket.setBlocking(false)
    expect(await socket.recv(16)).is('would-block')
    const { listener } = await open.listener(undefined, 'unix')
    await listener.setBlocking(false)
    expect(await listener.accept()).is('would-block')
    await stillWorks(socket)
  },
})

export const unixRecvTimeout = behaviour({
  id: 'unix.recv.timeout',
  level: 'should',
  tier: 2,
  says: 'recv with a timeout on a Unix-domain connection ends in a timeout error when it has passed, and the connection works on.',
  source: 'CPython RecvmsgUnixStreamTest.testRecvmsgTimeout; cpython issue 110988',
  observed: 'The peer says nothing until the call is over, measured as over TCP; then a nonce goes each way.',
  breaks: 'the timeout is an option that the system knows for TCP alone; one family goes past the wait',
  hint: 'Wait for readiness by one deadline, which works for every family.',
  needs: ['timeout.recv.expires'],
  features: ['unix'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, stillWorks }, { seconds }) {
    const { socket } = await open.connected({ family: 'unix' })
    await socket.setTimeout(seconds)
    expect(await socket.recv(16)).expiredAfter(seconds)
    await stillWorks(socket)
  },
})

export const unixAcceptTimeout = behaviour({
  id: 'unix.accept.timeout',
  level: 'should',
  tier: 2,
  says: 'accept with a timeout on a Unix-domain listener ends in a timeout error when it has passed; the next client is accepted.',
  source: 'CPython test_timeout testAcceptTimeout; unix(7)',
  observed:
    'No client comes until the call is over, measured as over TCP; then one does, and a nonce goes each way.',
  breaks: 'accept of this family never looks at the timeout; expiry closes the listener',
  hint: 'Wait for readiness by one deadline, which works for every family.',
  needs: ['timeout.accept.expires'],
  features: ['unix'],
  given: drawnTimeout(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, peers, expect, stillWorks, askAgain }, { seconds }) {
    const { listener, address } = await open.listener(undefined, 'unix')
    await listener.setTimeout(seconds)
    expect(await listener.accept()).expiredAfter(seconds)
    const peer = await peers.dial(address)
    const call = await askAgain(() => listener.accept(), ['timeout'])
    expect(call).is('ok')
    await stillWorks(listener.accepted(call, peer))
  },
})

export const unixNames = behaviour({
  id: 'unix.names',
  level: 'should',
  tier: 2,
  says: 'The name of a Unix-domain socket is the path that it is bound to, as it was given; one that is not bound has none.',
  source:
    'unix(7), "Address format": pathname and unnamed; CPython TestUnixDomain.testUnbound and testStrAddr',
  observed: 'A listener, the socket it accepts and one that connects are asked for both their names.',
  breaks:
    'the zero that ends the path in memory is part of it; a name without a path is cut out of old bytes',
  hint: 'Go by the length that the system reports, and stop at the first zero.',
  features: ['unix'],
  async check({ open, peers, expect }) {
    const unnamed = { host: '', port: 0 }
    const path = peers.path()
    const listener = await open.socket('unix')
    expect(await listener.attempt.sockName()).isAddress(unnamed)
    await listener.bind(path)
    await listener.listen()
    expect(await listener.attempt.sockName()).isAddress(path)
    await peers.dial(path)
    const call = await listener.step(listener.accept())
    expect(call).isAddress(unnamed)
    expect(await listener.accepted(call).attempt.sockName()).isAddress(path)
    const { socket, target } = await open.connected({ family: 'unix' })
    expect(await socket.attempt.sockName()).isAddress(unnamed)
    expect(await socket.attempt.peerName()).isAddress(target.address)
  },
})

export const unixRefused = behaviour({
  id: 'unix.connect.refused',
  level: 'should',
  tier: 2,
  says: 'A timed connect to a path where nobody listens is refused at once.',
  source: 'connect(2), ECONNREFUSED; cpython issue 78647',
  observed: 'A socket is bound to the path and does not listen; the call is measured.',
  breaks: 'connect tries again until its timeout has passed, as if the queue were full',
  hint: 'Only EAGAIN means that there may soon be room.',
  features: ['unix'],
  takesSeconds: () => needlessSeconds,
  async check({ open, peers, expect }) {
    const path = await peers.deafPath()
    const socket = await open.socket('unix')
    await socket.setTimeout(needlessSeconds)
    const call = await socket.connect(path)
    expect(call).is('refused')
    expect(call).wasImmediate()
  },
})
