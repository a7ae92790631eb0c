import { shortSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Connection } from '../harness/peers/peer.ts'
import { each, wakeUps } from '../harness/trials/table.ts'

export const acceptWaits = behaviour({
  id: 'block.accept.waits',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, accept does not return before a client connects, and then returns that client.',
  source:
    'The page: "control is not returned until the operation is complete"; OpenJDK Timeouts.testTimedAccept2',
  observed: 'The call is pending while nobody connects; it answers the port of a client that comes later.',
  breaks:
    'the listener is left non-blocking; a hidden timeout; a placeholder is returned before there is a client',
  hint: 'In blocking mode wait without a limit, and return nothing but what accept(2) gave.',
  needs: ['endpoint.ephemeral'],
  given: wakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, peers, expect, hold, now }, { holdMillis }) {
    const { listener, address } = await open.listener()
    const call = await listener.begin.accept()
    await hold(holdMillis)
    expect.stillPending(call)
    const client = await peers.dial(address)
    const dialledAt = now()
    const answer = await call.over()
    expect(answer).isClient(client)
    expect(answer).wokeAfter(dialledAt)
  },
})

export const acceptImmediate = behaviour({
  id: 'block.accept.immediate',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, accept returns a client that is already in the queue without waiting.',
  source: 'OpenJDK Timeouts.testTimedAccept1; POSIX accept',
  observed:
    'Clients have connected before the first call, and no other comes; each is accepted and can talk.',
  breaks: 'accept waits for the next arrival and does not look at who has come before',
  hint: 'Try to accept first; wait only if the queue is empty.',
  needs: ['block.accept.waits'],
  given: each({ clients: 1 }, { clients: 3 }),
  async check({ open, peers, expect, stillWorks }, { clients }) {
    const { listener, address } = await open.listener()
    const queue = new Map<number | undefined, Connection>()
    for (let client = 0; client < clients; client++) {
      const peer = await peers.dial(address)
      queue.set(peer.local.port, peer)
    }
    while (queue.size > 0) {
      const call = await listener.accept()
      const peer = queue.get(call.address?.port)
      expect.that(queue.delete(call.address?.port), {
        expected: 'accept() answers a client that is in the queue',
        happened: `it answered ${call.status}, port ${call.address?.port ?? 'none'}`,
      })
      expect(call).wasImmediate()
      await stillWorks(listener.accepted(call, peer))
    }
  },
})

export const acceptAbortedClient = behaviour({
  id: 'block.accept.aborted-client',
  level: 'should',
  tier: 2,
  says: 'A client that resets before it is accepted neither makes accept fail nor makes it wait beyond its timeout.',
  source: 'Stevens, UNIX Network Programming, 16.6; select(2); libfabric issue 6501; php-src issue 13220',
  observed:
    'A client connects and resets; a timed accept answers it or expires; the next client is accepted.',
  breaks: 'readiness is followed by a blocking system call; ECONNABORTED is passed on',
  hint: 'Keep the descriptor non-blocking behind the wait; take ECONNABORTED for "nobody yet".',
  needs: ['block.accept.waits', 'timeout.accept.expires'],
  takesSeconds: () => shortSeconds,
  async check({ open, peers, expect }) {
    const { listener, address } = await open.listener()
    const aborted = await peers.dial(address)
    aborted.reset()
    await listener.setTimeout(shortSeconds)
    expect(await listener.accept()).is('ok', 'timeout')
    await listener.setTimeout(null)
    const client = await peers.dial(address)
    // Where readiness is told with a delay, the aborted one may come only now.
    const call = await listener.accept()
    const isAborted = call.address?.port === aborted.local.port
    expect(isAborted ? await listener.accept() : call).isClient(client)
  },
})
