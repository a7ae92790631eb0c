import { leakSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { leakRuns } from '../harness/trials/table.ts'

export const listeners = behaviour({
  id: 'res.listeners',
  level: 'should',
  tier: 2,
  says: 'Calls on one socket, whether they expire or succeed, do not pile up event listeners.',
  source: 'js-promise-socket issue 63; shred issue 38; Node events, MaxListenersExceededWarning',
  observed:
    'recv and accept expire, and data comes, twenty times each; Node warns of no emitter with too many listeners.',
  breaks: 'each call adds listeners, and removes those of the event that came, or none at all',
  hint: 'Remove every listener of a call when it ends, however it ends; or keep one for the life of the socket.',
  needs: ['timeout.recv.expires', 'timeout.accept.expires', 'timeout.repeatable'],
  stages: ['warnings'],
  takesSeconds: () => 2 * leakRuns * leakSeconds.recv,
  async check({ open, expect, nonce, warnings }) {
    const { socket, peer } = await open.connected()
    const { listener } = await open.listener()
    await listener.setTimeout(leakSeconds.recv)
    const before = await warnings()
    for (let run = 0; run < leakRuns; run++) {
      await socket.setTimeout(leakSeconds.recv)
      expect(await socket.recv(16)).is('timeout')
      expect(await listener.accept()).is('timeout')
      await socket.setTimeout(null)
      const token = nonce()
      await peer.send(token)
      await expect(await socket.recv(token.length)).isBytes(token)
    }
    const more = (await warnings()) - before
    expect.that(more === 0, {
      expected: `no emitter has too many listeners after ${leakRuns} calls of each kind`,
      happened: `Node warned ${more} times of listeners that were added and not removed`,
      cause: 'leak',
    })
  },
})
