import fc from 'fast-check'
import { budgetSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn, holds } from '../harness/trials/table.ts'

/**
 * Through a small pipe that is read at this pace, a send finds room two to four times a second (the kernel wakes a
 * sender only when a third is free). The pipe grows with what is read: in 1 s it took 0.3 MB, beside 12 busy processes
 * 0.7 MB. So this much takes several seconds.
 */
const steady = { bytesPerSecond: 200_000, bytes: 1_000_000 }

/** Several times what a small pipe holds; read at this pace for a while, then at once, so that it takes many partial sends. */
const brisk = { bytesPerSecond: 300_000, bytes: 700_000 }

export const sendAllTotal = behaviour({
  id: 'timeout.sendall.total',
  level: 'must',
  tier: 1,
  says: 'sendall with a timeout gives up when the timeout has passed in all, though the peer goes on reading.',
  source: 'Python library reference, socket.sendall: "maximum total duration"; .NET issues 22587 and 41078',
  observed:
    'The peer reads steadily, but so slowly that everything would take several times as long as the timeout.',
  breaks: 'the timeout begins anew with each chunk, or is forgotten while there is progress',
  hint: 'Compute one deadline when sendall begins; give each wait only what is left of it.',
  names: ['early sendall', 'late sendall'],
  needs: ['timeout.send.expires', 'timeout.send.not-early', 'block.sendall.complete'],
  variants: { 'write-timeout': 'yes', 'sendall-budget': 'total' },
  // Beyond a second, at which a timeout may be clipped.
  given: drawn(1, fc.record({ seconds: durations({ min: 1100, max: 1300 }) })),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, nonce, voidUnless }, { seconds }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(seconds)
    peer.read(steady.bytesPerSecond)
    const call = await socket.sendAll(nonce(steady.bytes))
    // Under load a pipe may take everything just as the timeout passes; who ignores the timeout takes several of them.
    const inTime = call.status === 'ok' && call.outsideMicros < 2 * seconds * 1e6
    voidUnless(!inTime, 'the pipe took everything about as fast as the timeout passed')
    expect(call).expiredAfter(seconds)
  },
})

export const sendAllCompletes = behaviour({
  id: 'timeout.sendall.completes',
  level: 'must',
  tier: 1,
  says: 'sendall with a timeout that suffices hands over every byte, however many partial sends it takes.',
  source: 'Python library reference, socket.sendall: "continues to send data until all data has been sent"',
  observed: 'The peer reads slowly at first; what it has received equals what was sent.',
  breaks: 'a partial send is taken for the whole; bytes between two partial sends are skipped or repeated',
  hint: 'Go on from the count that each send returns until nothing is left.',
  needs: ['timeout.send.expires', 'timeout.send.not-early', 'block.sendall.complete'],
  variants: { 'write-timeout': 'yes' },
  given: drawn(1, fc.record({ holdMillis: holds() })),
  takesSeconds: ({ holdMillis }) => 2 * (holdMillis / 1000),
  async check({ open, expect, hold, nonce, receivesAll }, { holdMillis }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(budgetSeconds)
    const payload = nonce(brisk.bytes)
    const call = await socket.begin.sendAll(payload)
    peer.read(brisk.bytesPerSecond)
    await hold(holdMillis)
    peer.read()
    expect(await call.over(budgetSeconds)).is('ok')
    await receivesAll(peer, payload)
  },
})
