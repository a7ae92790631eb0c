import fc from 'fast-check'
import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { drawn } from '../harness/trials/table.ts'

const conversations = 6
const half = 8

/** The order in which the conversations get their turn. */
const order = fc.shuffledSubarray([...Array(conversations).keys()], { minLength: conversations })

export const isolation = behaviour({
  id: 'endpoint.isolation',
  level: 'must',
  tier: 1,
  says: 'Conversations at the same time never receive the bytes of one another.',
  source: 'Rust std tcp multiple_connect_interleaved; Go nettest PingPong',
  observed: `${conversations} connections carry a nonce each way, read in halves and in drawn orders; each gets its own.`,
  breaks: 'a buffer or a descriptor kept on the class or the module instead of the socket',
  hint: 'Keep the descriptor and every buffer in the instance.',
  names: ['carried over'],
  needs: ['block.recv.waits'],
  given: drawn(2, fc.record({ first: order, second: order, back: order })),
  async check({ open, expect, nonce }, { first, second, back }) {
    const all = []
    for (let count = 0; count < conversations; count++)
      all.push({ ...(await open.connected()), token: nonce(2 * half) })
    await Promise.all(all.map(({ peer, token }) => peer.send(token)))
    for (const index of first) {
      const { socket, token } = all[index]!
      await expect(await socket.recv(half)).isBytes(token.subarray(0, half))
    }
    for (const index of second) {
      const { socket, token } = all[index]!
      await expect(await socket.recv(half)).isBytes(token.subarray(half))
    }
    for (const index of back) {
      const { socket, token } = all[index]!
      expect(await socket.sendAll(token)).is('ok')
    }
    for (const { peer, token } of all) {
      const arrived = await peer.receives(token.length, peerPatienceMillis)
      expect.that(arrived && peer.received().equals(token), {
        expected: 'each peer receives what was sent on its own connection',
        happened: `it received ${peer.receivedCount} bytes, ${arrived ? 'others' : 'too few'}`,
        cause: 'lost-data',
      })
    }
  },
})
