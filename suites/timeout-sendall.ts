import fc from 'fast-check'
import { ampleSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn, holds } from '../harness/trials/table.ts'

/**
 * Through a small pipe that is read at this pace, a send finds room four times a second, and takes 2.4 s for this much.
 * At 1 KB every 100 ms there would be none for 3 s, since the kernel wakes a sender only when a third is free.
 */
const steady = { bytesPerSecond: 200_000, bytes: 600_000 }

/** Read at this pace for a while, then at once: this much takes some thirty partial sends. */
const brisk = { bytesPerSecond: 2_000_000, bytes: 5_300_000 }

export const sendAllTotal = behaviour({
  id: 'timeout.sendall.total',
  level: 'must',
  tier: 1,
  says: 'sendall with a timeout gives up when the timeout has passed in all, though the peer goes on reading.',
  source: 'Python library reference, socket.sendall: "maximum total duration"; .NET issues 22587 and 41078',
  observed:
    'The peer reads steadily, but so slowly that everything would take twice as long as the timeout or longer.',
  breaks: 'the timeout begins anew with each chunk, or is forgotten while there is progress',
  hint: 'Compute one deadline when sendall begins; give each wait only what is left of it.',
  needs: ['timeout.send.expires'],
  variants: { 'write-timeout': 'yes', 'sendall-budget': 'total' },
  given: drawn(2, fc.record({ seconds: durations({ min: 800, max: 1000 }) })),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, nonce }, { seconds }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(seconds)
    peer.read(steady.bytesPerSecond)
    expect(await socket.sendAll(nonce(steady.bytes))).expiredAfter(seconds)
  },
})

export const sendAllCompletes = behaviour({
  id: 'timeout.sendall.completes',
  level: 'must',
  tier: 1,
  says: 'sendall with a timeout that suffices hands over every byte, however many partial sends it takes.',
  source: 'Python library reference, socket.sendall: "continues to send data until all data has been sent"',
  observed: 'The peer reads several MB, slowly at first; what it has received equals what was sent.',
  breaks: 'a partial send is taken for the whole; bytes between two partial sends are skipped or repeated',
  hint: 'Go on from the count that each send returns until nothing is left.',
  needs: ['timeout.send.expires'],
  variants: { 'write-timeout': 'yes' },
  given: drawn(2, fc.record({ holdMillis: holds() })),
  takesSeconds: ({ holdMillis }) => 2 * (holdMillis / 1000),
  async check({ open, expect, hold, nonce, receivesAll }, { holdMillis }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(ampleSeconds)
    const payload = nonce(brisk.bytes)
    const call = await socket.begin.sendAll(payload)
    peer.read(brisk.bytesPerSecond)
    await hold(holdMillis)
    peer.read()
    expect(await call.over(ampleSeconds)).is('ok')
    await receivesAll(peer, payload)
  },
})
