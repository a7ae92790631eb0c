import fc from 'fast-check'
import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { drawn, each, fewData, holds, slowWakeUps } from '../harness/trials/table.ts'

const chunkBytes = 20_000

/** A pipe that was full for 400 ms may grow once more; one that always takes more is none. */
const mostGrowths = 4

interface BlockedSend {
  readonly call: Pending
  readonly chunk: Buffer
  /** What sends before it took, in order. */
  readonly taken: Buffer[]
}

/** Sends in blocking mode until a send is still pending after the hold. */
async function blockedSend({ hold, nonce }: Tools, socket: Socket, holdMillis: number): Promise<BlockedSend> {
  const taken: Buffer[] = []
  for (;;) {
    const chunk = nonce(chunkBytes)
    const call = await socket.begin.send(chunk)
    await hold(holdMillis)
    if (call.settled() === undefined || taken.length === mostGrowths) return { call, chunk, taken }
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
  given: slowWakeUps(),
  takesSeconds: ({ holdMillis }) => 0.5 + holdMillis / 1000,
  async check(tools, { holdMillis }) {
    const { open, expect, fillPipe, now, receivesAll } = tools
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    const filled = await fillPipe(socket)
    await socket.setBlocking(true)
    const { call, chunk, taken } = await blockedSend(tools, socket, holdMillis)
    expect.stillPending(call)
    const readAt = now()
    peer.read()
    const answer = await call.over()
    expect(answer).is('ok')
    expect(answer).wokeAfter(readAt)
    await receivesAll(peer, Buffer.concat([filled, ...taken, chunk.subarray(0, answer.count)]))
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
  given: [
    ...each({ bytes: 0, holdMillis: 0 }, { bytes: 1_500_000, holdMillis: 100 }),
    ...drawn(fewData, fc.record({ bytes: fc.integer({ min: 80_000, max: 400_000 }), holdMillis: holds() })),
  ],
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold, nonce, receivesAll }, { bytes, holdMillis }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    const payload = nonce(bytes)
    const call = await socket.begin.sendAll(payload)
    await hold(holdMillis)
    peer.read()
    expect(await call.over()).is('ok')
    await socket.close()
    await peer.leavesOpen(peerPatienceMillis)
    await receivesAll(peer, payload)
  },
})
