import { raceMicros, raceSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { races } from '../harness/trials/table.ts'

export const boundaryRace = behaviour({
  id: 'timeout.boundary-race',
  level: 'must',
  tier: 1,
  says: 'When data arrives just as recv times out, recv returns it or times out and leaves it to the next recv.',
  source: 'websockets issues 166 and 486, pyzmq issue 1925: a cancelled receive had swallowed a message',
  observed: 'Nonces are aimed at the very moment of the expiry; each must be returned once, and in order.',
  breaks:
    'what was read is dropped when the deadline turns out to have passed; an abandoned read takes the data later',
  hint: 'Look at the clock before you read, never between a read and the return of what it gave.',
  needs: ['timeout.recv.expires', 'timeout.usable-after.recv', 'block.recv.partial'],
  given: races(raceMicros.aside),
  takesSeconds: ({ asides }) => (asides.length + 2) * raceSeconds,
  async check({ open, expect, nonce, until, askAgain }, { asides }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(raceSeconds)
    const quiet = await socket.recv(64)
    expect(quiet).is('timeout')
    // Where expiries fall is learnt from this one, and then from how each race ends. Seen from outside, one on a busy
    // machine ends too late; and what is sent leaves too late there, so that it is sent ahead, by a running mean of that.
    let edge = Math.min(quiet.outsideMicros, quiet.insideMicros + raceMicros.aside)
    let ahead = 0
    for (const aside of asides) {
      const call = await socket.begin.recv(64)
      const aim = call.requestedAtMicros + edge + aside
      const token = nonce()
      await until(aim - ahead)
      ahead = Math.max(0, ahead + ((await peer.send(token)) - aim) / 2)
      const raced = await call.over(raceSeconds)
      expect(raced).is('ok', 'timeout')
      if (raced.status === 'ok') edge += raceMicros.step
      else edge = Math.min(edge, raced.outsideMicros) - raceMicros.step
      const got = raced.status === 'ok' ? raced : await askAgain(() => socket.recv(64), ['timeout'])
      await expect(got).isBytes(token, 'lost-data')
    }
    expect(await socket.recv(64)).is('timeout')
  },
})
