import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

/** How often the page's loop is followed before something else happens. */
const turns = 5

export const listenAgain = behaviour({
  id: 'endpoint.listen-again',
  level: 'must',
  tier: 1,
  says: 'Listening again on a listening socket succeeds, keeps its address and loses no connection in its queue.',
  source: 'The page: while(1): s.listen(1); POSIX listen',
  observed:
    'Clients connect; listen is called again and again; they are then accepted, and one more as well.',
  breaks: 'a second listen is refused, binds anew, or empties the queue',
  hint: 'Pass listen on to the system every time: on a listening socket it only sets the length of the queue.',
  needs: ['endpoint.ephemeral'],
  given: each({ backlog: 1, clients: 1 }, { backlog: 5, clients: 3 }),
  async check({ open, peers, expect }, { backlog, clients }) {
    const { listener, address } = await open.listener(backlog)
    const queued = []
    while (queued.length < clients) queued.push(await peers.dial(address))
    for (let turn = 0; turn < turns; turn++) expect(await listener.attempt.listen(1)).is('ok')
    const now = await listener.sockName()
    expect.that(now.port === address.port, {
      expected: `the listener keeps its port, ${address.port}`,
      happened: `it has port ${now.port}`,
    })
    for (const client of queued) expect(await listener.accept()).isClient(client)
    const late = await peers.dial(address)
    expect(await listener.accept()).isClient(late)
  },
})

export const trivialServer = behaviour({
  id: 'endpoint.trivial-server',
  level: 'must',
  tier: 1,
  says: "The page's trivial server can be written with the wrapper, and takes connections while it listens in its loop.",
  source: 'The page: its listing, call by call',
  observed:
    'Its calls in its order; clients dial between the turns of its loop; accept answers them, and later times out.',
  breaks:
    'a setting before bind is refused or lost; the loop disturbs the queue; the timeout does not reach accept',
  hint: 'Let every call of the listing work on a socket that is not connected, in the order of the listing.',
  needs: ['endpoint.listen-again', 'timeout.accept.expires', 'trans.listener-unchanged'],
  takesSeconds: () => 0.5,
  async check({ open, peers, expect }) {
    const server = await open.socket()
    await server.setBlocking(true)
    await server.setTimeout(0.5)
    await server.bind({ host: '127.0.0.1', port: 0 })
    const address = await server.sockName()
    expect.that(address.host === '127.0.0.1' && address.port !== 0, {
      expected: 'launched on 127.0.0.1 and a port that is not 0',
      happened: `launched on ${address.host}:${address.port}`,
    })
    for (let round = 0; round < 2; round++) {
      for (let turn = 0; turn < turns; turn++) await server.listen(1)
      const client = await peers.dial(address)
      for (let turn = 0; turn < turns; turn++) await server.listen(1)
      expect(await server.accept()).isClient(client)
    }
    const nobody = await server.accept()
    expect(nobody).is('timeout')
    expect(nobody).expiryMeasured(0.5, 'early')
  },
})
