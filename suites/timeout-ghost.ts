import { ghostMillis, ghostSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'

export const noGhostConnection = behaviour({
  id: 'timeout.no-ghost-connection',
  level: 'should',
  tier: 2,
  says: 'Once connect has timed out and the socket is closed, no connection of that attempt comes about.',
  source: 'tcpsockets issue 3: "you will receive a new connection on the server side"',
  observed:
    'The listener with the full queue accepts again after the close; nothing of ours appears and stays.',
  breaks: 'the attempt goes on in the background, or its descriptor is never closed',
  hint: 'Close the descriptor that the attempt was made with, also when the attempt is still under way.',
  needs: ['timeout.connect.expires'],
  takesSeconds: () => ghostSeconds + ghostMillis / 1000,
  async check({ open, peers, expect, hold }) {
    const blackhole = await peers.blackhole()
    const socket = await open.socket()
    await socket.setTimeout(ghostSeconds)
    expect(await socket.connect(blackhole.address)).is('timeout')
    await socket.close()
    await blackhole.release()
    await hold(ghostMillis)
    // One that is closed at once lost a race against the last SYN, and is no ghost.
    const ghosts = blackhole.accepted.filter(({ state }) => state === 'open')
    expect.that(ghosts.length === 0, {
      expected: 'no connection comes of a connect that timed out, after close()',
      happened: `one from port ${ghosts[0]?.remote.port} was there when the queue had drained, and stayed open`,
      cause: 'leak',
    })
  },
})
