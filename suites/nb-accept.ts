import fc from 'fast-check'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import { drawn, fewData } from '../harness/trials/table.ts'

export const acceptWouldBlock = behaviour({
  id: 'nb.accept.would-block',
  level: 'must',
  tier: 1,
  says: 'In non-blocking mode, accept with no client in the queue fails at once, as would-block.',
  source:
    'The page: in non-blocking mode a call "that meets a problem" raises an error; POSIX accept, EAGAIN',
  observed: 'Nobody connects until the call is over; only a call that does not wait is ever over.',
  breaks: 'the mode is applied to connections and not to listeners; would-block is raised as a timeout',
  hint: 'Make the listening descriptor non-blocking, and raise the would-block error of your language for EAGAIN.',
  names: ['hang accept'],
  needs: ['nb.recv.would-block'],
  async check({ open, expect }) {
    const { listener } = await open.listener()
    await listener.setBlocking(false)
    expect(await listener.accept()).is('would-block')
    expect(await listener.accept()).is('would-block')
  },
})

/** Room for every client at once. */
const backlog = 16

/** Clients that have connected before the first accept. */
export const acceptReady = behaviours(
  [
    {
      id: 'nb.accept.after-ready',
      level: 'must',
      tier: 1,
      says: 'In non-blocking mode, accept returns a client that has connected.',
      source: 'POSIX accept; CPython NonBlockingTCPTests.testAccept; Ruby test_accept_nonblock',
      observed:
        'Clients have connected; accept, asked again where a wrapper needs a turn, answers the port of one of them.',
      breaks: 'would-block is answered from a state that nobody brings up to date, without asking the system',
      hint: 'In non-blocking mode, too, make the system call; answer would-block only if it did.',
    },
    {
      id: 'nb.accept.drain',
      level: 'should',
      tier: 2,
      says: 'In non-blocking mode, accept returns each client in the queue once, and then would-block.',
      source: 'POSIX accept; Rust multiple_connect_serial',
      observed: 'As many accepts as clients answer each port once; the next one is would-block.',
      breaks: 'one notice is taken for one client; an accept makes the listener blocking',
      hint: 'One notice may stand for several clients: accept until the system says would-block.',
      needs: ['nb.accept.after-ready', 'nb.accept.would-block', 'trans.listener-unchanged'],
    },
    {
      id: 'nb.accept.in-order',
      level: 'should',
      tier: 2,
      says: 'accept returns the clients in the queue in the order in which they came.',
      source: 'POSIX accept: "the first connection on the queue of pending connections"',
      observed: 'Clients connect one after another; the ports that accept answers come in the same order.',
      breaks: 'the wrapper empties the queue of the system into a list of its own and takes from its end',
      hint: 'Answer what one accept of the system gave, or take from the front of the list.',
      needs: ['nb.accept.drain'],
    },
  ],
  {
    given: drawn(fewData, fc.record({ clients: fc.integer({ min: 1, max: backlog }) })),
    async check({ open, peers, expect, askAgain }, { clients }) {
      const { listener, address } = await open.listener(backlog)
      await listener.setBlocking(false)
      const queue = new Set<number | undefined>()
      for (let client = 0; client < clients; client++) queue.add((await peers.dial(address)).local.port)
      const came = [...queue]
      const order: (number | undefined)[] = []
      const first = await askAgain(() => listener.accept())
      expect.of('nb.accept.after-ready').that(queue.delete(first.address?.port), {
        expected: 'accept() answers a client that has connected',
        happened: `it answered ${first.status}, port ${first.address?.port ?? 'none'}`,
      })
      order.push(first.address?.port)
      while (queue.size > 0) {
        const next = await askAgain(() => listener.accept())
        order.push(next.address?.port)
        expect.of('nb.accept.drain').that(queue.delete(next.address?.port), {
          expected: `accept() answers one of the ${queue.size} clients that are left`,
          happened: `it answered ${next.status}, port ${next.address?.port ?? 'none'}`,
        })
      }
      expect
        .of('nb.accept.drain')(await listener.accept())
        .is('would-block')
      expect.of('nb.accept.in-order').that(order.join() === came.join(), {
        expected: `accept() answers the clients in the order of their coming, ports ${came.join(', ')}`,
        happened: `it answered ${order.join(', ')}`,
      })
    },
  },
)
