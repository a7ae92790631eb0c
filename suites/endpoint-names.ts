import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

const loopback = '127.0.0.1'

/** Another address of the same interface, at which nobody was asked to listen. */
const neighbour = '127.0.0.2'

export const namesAgree = behaviour({
  id: 'endpoint.names-agree',
  level: 'must',
  tier: 1,
  says: 'getsockname and getpeername of a connection answer the two addresses that its peer sees.',
  source: 'POSIX getsockname and getpeername; the page: getsockname() after bind',
  observed:
    'What the wrapper answers is held against the addresses of the peer’s end of the same connection.',
  breaks:
    'the address that was asked for is answered, or the two are confused, or that of the listener is kept',
  hint: 'Ask the system for both names each time; keep no copy.',
  needs: ['endpoint.ephemeral'],
  given: each<'connected' | 'accepted'>('connected', 'accepted'),
  async check({ open, expect }, how) {
    const { socket, peer } = await open[how]()
    expect(await socket.attempt.sockName()).isAddress(peer.remote)
    expect(await socket.attempt.peerName()).isAddress(peer.local)
  },
})

export const bindPort = behaviour({
  id: 'endpoint.bind-port',
  level: 'must',
  tier: 1,
  says: 'A socket that is bound to a port other than 0 gets that port.',
  source: 'POSIX bind',
  observed: 'A port that was just free is asked for; getsockname answers it, and a client gets in there.',
  breaks: 'the port is ignored, or its bytes are swapped',
  hint: 'Pass the port on in network byte order.',
  needs: ['endpoint.ephemeral'],
  async check({ open, peers, expect, voidUnless }) {
    const scout = await open.socket()
    await scout.bind({ host: loopback, port: 0 })
    const { port } = await scout.sockName()
    await scout.close()
    const listener = await open.socket()
    const bound = await listener.attempt.bind({ host: loopback, port })
    // Within a thousand binds a port is handed out again.
    voidUnless(bound.status !== 'in-use', 'somebody else took the port meanwhile')
    expect(bound).is('ok')
    await listener.listen()
    expect(await listener.attempt.sockName()).isAddress({ host: loopback, port })
    const client = await peers.dial({ host: loopback, port })
    expect(await listener.accept()).isClient(client)
  },
})

export const boundAddressOnly = behaviour({
  id: 'endpoint.bound-address-only',
  level: 'must',
  tier: 1,
  says: 'A listener bound to 127.0.0.1 takes connections at that address and at no other.',
  source: 'POSIX bind; the page: bind(("127.0.0.1", 0))',
  observed: `The harness dials the listener's port at ${neighbour}, and is refused; at ${loopback} it is not.`,
  breaks: 'the host is ignored and every interface listened on, which opens the program to the network',
  hint: 'Bind to the host that was named; INADDR_ANY is only for 0.0.0.0.',
  needs: ['endpoint.ephemeral'],
  async check({ open, peers, expect }) {
    const { address } = await open.listener()
    const elsewhere = await peers.probe({ ...address, host: neighbour })
    expect.that(elsewhere !== 'taken', {
      expected: `nobody answers at ${neighbour}:${address.port}`,
      happened: `the listener on ${loopback} took a connection there`,
    })
    const here = await peers.probe(address)
    expect.that(here === 'taken', {
      expected: `${loopback}:${address.port} takes a connection`,
      happened: `it was ${here}`,
    })
  },
})

export const inUseClass = behaviour({
  id: 'err.in-use-class',
  level: 'should',
  tier: 2,
  says: 'Binding a port on which another socket listens is reported as in use.',
  source: 'POSIX bind, EADDRINUSE',
  observed:
    'A second socket is bound to the address of a listener; bind, or listen after it, answers in-use.',
  breaks: 'the port is shared without being asked (SO_REUSEPORT), or the error is swallowed',
  hint: 'Report EADDRINUSE; set SO_REUSEPORT only when the caller asks for it.',
  needs: ['endpoint.ephemeral', 'endpoint.bind-port'],
  async check({ open, expect }) {
    const { address } = await open.listener()
    const second = await open.socket()
    const bound = await second.attempt.bind(address)
    expect(bound.status === 'ok' ? await second.attempt.listen() : bound).is('in-use')
  },
})

export const connectKeepsBind = behaviour({
  id: 'endpoint.connect-keeps-bind',
  // Wrappers over libraries whose connect makes the socket (Node's net) cannot easily, and the page never asks for it.
  level: 'should',
  tier: 2,
  says: 'A socket that was bound before it connects comes from the address and port that it was bound to.',
  source: 'POSIX bind and connect; the page: bind, then getsockname',
  observed:
    'The peer sees the connection come from what getsockname answered after bind, which it still answers.',
  breaks: 'connect opens a socket of its own, so that the bind is lost',
  hint: 'Connect with the descriptor that was bound.',
  needs: ['endpoint.ephemeral', 'endpoint.names-agree'],
  async check({ open, peers, expect, arrivesAt }) {
    const target = await peers.target()
    const socket = await open.socket()
    await socket.bind({ host: loopback, port: 0 })
    const bound = await socket.sockName()
    await socket.connected(target.address)
    const peer = await arrivesAt(target)
    expect.that(peer.remote.port === bound.port, {
      expected: `the connection comes from ${loopback}:${bound.port}, to which the socket was bound`,
      happened: `it came from ${peer.remote.host}:${peer.remote.port}`,
    })
    expect(await socket.attempt.sockName()).isAddress({ host: loopback, port: bound.port })
  },
})
