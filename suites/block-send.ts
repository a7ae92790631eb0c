import fc from 'fast-check'
import { ampleSeconds, glanceMillis, peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { drawn, each, fewPipes, holds, slowWakeUps } from '../harness/trials/table.ts'

const chunkBytes = 20_000

/** The small pipe was full after four of these; one that takes so many keeps them in memory. */
const mostSends = 100

/**
 * More than the small pipe holds (69 KB), so that it takes several sends, and not much more: with 16 busy processes
 * beside it, every 0.1 MB took a second.
 */
const severalSends = { min: 100_000, max: 180_000 }

interface BlockedSend {
  readonly call: Pending
  readonly chunk: Buffer
  /** What the sends before it took, in order. */
  readonly taken: Buffer[]
}

/** Sends in blocking mode until a send is still pending after the hold. */
async function blockedSend({ hold, nonce }: Tools, socket: Socket, holdMillis: number): Promise<BlockedSend> {
  const taken: Buffer[] = []
  for (;;) {
    const chunk = nonce(chunkBytes)
    const call = await socket.begin.send(chunk)
    await hold(glanceMillis)
    if (call.settled() === undefined) await hold(holdMillis)
    if (call.settled() === undefined || taken.length === mostSends) return { call, chunk, taken }
    const answer = await call.over()
    if (answer.status !== 'ok') return { call, chunk, taken }
    taken.push(chunk.subarray(0, answer.count))
  }
}

export const sendWaits = behaviour({
  id: 'block.send.waits',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, send into a full pipe does not return until the peer reads.',
  source: 'The page: "in blocking mode this does not stop the operation"; OpenJDK Timeouts.testTimedWrite1',
  observed:
    'The peer reads nothing and the call is pending; it reads, and gets exactly what the sends said they took.',
  breaks: 'the socket is left non-blocking; a hidden timeout; bytes that found no room queue up in memory',
  hint: 'In blocking mode wait for room without a limit; report only what the system has taken.',
  needs: ['mode.default-blocking'],
  given: slowWakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check(tools, { holdMillis }) {
    const { open, expect, now, receivesAll } = tools
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    const { call, chunk, taken } = await blockedSend(tools, socket, holdMillis)
    expect.stillPending(call)
    peer.read()
    const before = Buffer.concat(taken)
    await peer.receives(before.length, peerPatienceMillis)
    // By now there is room, however long the peer took to read.
    const drainedAt = now()
    const answer = await call.over()
    expect(answer).is('ok')
    expect(answer).wokeAfter(drainedAt)
    await receivesAll(peer, Buffer.concat([before, chunk.subarray(0, answer.count)]))
  },
})

export const sendAllComplete = behaviour({
  id: 'block.sendall.complete',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, sendall delivers every byte once and in order, however many partial sends it takes.',
  source: 'Python library reference, socket.sendall; eventlet issue 295; libnfs issue 448; Watt-32 issue 106',
  observed:
    'The peer reads only after a while; it gets exactly the payload, and the end of the stream after close.',
  breaks: 'a partial send is taken for the whole; the next one skips bytes, or begins from the start again',
  hint: 'Send again from the count that was taken, until nothing is left; no bytes at all are complete at once.',
  needs: ['mode.default-blocking'],
  given: [
    ...each({ bytes: 0, holdMillis: 0 }),
    ...drawn(fewPipes, fc.record({ bytes: fc.integer(severalSends), holdMillis: holds() })),
  ],
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold, nonce, receivesAll }, { bytes, holdMillis }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    const payload = nonce(bytes)
    const call = await socket.begin.sendAll(payload)
    await hold(holdMillis)
    peer.read()
    expect(await call.over(ampleSeconds)).is('ok')
    await socket.close()
    await peer.leavesOpen(peerPatienceMillis)
    await receivesAll(peer, payload)
  },
})
