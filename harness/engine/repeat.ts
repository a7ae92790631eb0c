import { randomBytes, randomInt } from 'node:crypto'
import {
  leastTries,
  nowMicros,
  peerPatienceMillis,
  readinessMillis,
  readinessPauseMillis,
  sleep,
} from '../clock.ts'
import type { Status } from '../protocol/statuses.ts'
import { type Call, TrialOver } from './calls.ts'
import type { Expect } from './expect.ts'
import type { Socket } from './socket.ts'

/**
 * Repeats a call until it answers something else than `notYet`, for up to a second: what a peer has sent may reach a
 * promise-based wrapper only after its next turn of the event loop. Answers the last call.
 */
export async function askAgain(
  call: () => Promise<Call>,
  notYet: readonly Status[] = ['would-block', 'in-progress'],
  patienceMillis = readinessMillis,
): Promise<Call> {
  const until = nowMicros() + patienceMillis * 1000
  for (let tries = 1; ; tries++) {
    const answer = await call()
    // On a machine that stalls, a second may pass between two tries.
    if (!notYet.includes(answer.status) || (nowMicros() > until && tries >= leastTries)) return answer
    await sleep(readinessPauseMillis)
  }
}

/** Asks until the answer is yes, for up to a second. */
export async function comesTrue(ask: () => Promise<boolean>): Promise<boolean> {
  const until = nowMicros() + readinessMillis * 1000
  for (;;) {
    if (await ask()) return true
    if (nowMicros() > until) return false
    await sleep(readinessPauseMillis * 10)
  }
}

/** A nonce each way, in whatever mode the socket is in. */
export async function roundTrip(socket: Socket, expect: Expect): Promise<void> {
  const { peer } = socket
  if (!peer) throw new Error('a socket without a peer cannot be tried')
  const there = randomBytes(randomInt(5, 12))
  const before = peer.receivedCount
  // A send may take a part; what is left is sent again.
  for (let rest: Buffer = there; rest.length > 0;) {
    const { length } = rest
    const sent = await askAgain(() => socket.send(rest), ['would-block', 'timeout'])
    expect(sent).tookSome()
    rest = rest.subarray(Math.min(sent.count ?? 0, length))
  }
  const arrived = await peer.receives(before + there.length, peerPatienceMillis)
  expect.that(arrived && peer.received().subarray(-there.length).equals(there), {
    expected: `the peer receives the ${there.length} bytes that send said it took`,
    happened: `it received ${peer.receivedCount - before} bytes`,
    cause: 'lost-data',
  })
  const back = randomBytes(randomInt(5, 12))
  try {
    await peer.send(back)
  } catch {
    const happened = `the socket ${socket.handle} closed the connection (the peer sees it as ${peer.state})`
    expect.that(false, { expected: 'the connection stays open', happened })
    throw new TrialOver({ kind: 'refuted' })
  }
  await expect(await askAgain(() => socket.recv(back.length), ['would-block', 'timeout'])).isBytes(back)
}
