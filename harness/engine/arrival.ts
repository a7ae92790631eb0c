import { peerPatienceMillis } from '../clock.ts'
import type { Connection } from '../peers/peer.ts'
import { describeAnswer } from './calls.ts'
import type { Expect } from './expect.ts'
import { askAgain } from './repeat.ts'
import type { Socket } from './socket.ts'

/** Claims that the peer has received these bytes, in order, and no others; it reads on, and is waited for. */
export async function receivesAll(peer: Connection, bytes: Uint8Array, expect: Expect): Promise<void> {
  peer.read()
  // Through a small pipe, beside 16 busy processes, 0.1 MB took a second; but something came all the time.
  for (let before = -1; peer.receivedCount > before && peer.receivedCount < bytes.length;) {
    before = peer.receivedCount
    await peer.receives(bytes.length, peerPatienceMillis)
  }
  const received = peer.received()
  const same = received.equals(bytes)
  expect.that(same, {
    expected: `the peer receives the ${bytes.length} bytes that were taken, in order`,
    happened: same
      ? ''
      : `it received ${received.length} bytes, which differ from them at ${firstDifference(received, bytes)}`,
    cause: 'lost-data',
  })
}

/**
 * Claims that recv answers these bytes, in order and over as many calls as it takes, each of at most `size` bytes.
 * Answers how many calls those were.
 */
export async function readsAll(
  socket: Socket,
  bytes: Uint8Array,
  size: number,
  expect: Expect,
): Promise<number> {
  let calls = 0
  for (let rest = Buffer.from(bytes); rest.length > 0;) {
    const call = await askAgain(() => socket.recv(size), ['would-block', 'timeout'])
    expect(call).is('ok')
    const got = call.bytes ?? Buffer.alloc(0)
    expect.that(got.length > 0 && got.length <= size && rest.subarray(0, got.length).equals(got), {
      expected: `${call.name} answers the next of the ${rest.length} bytes that are to be read`,
      happened: `it answered ${describeAnswer(call)}`,
      cause: 'lost-data',
    })
    rest = rest.subarray(got.length)
    calls++
  }
  return calls
}

/** Where two byte strings part; the length of the shorter if that is all there is to it. */
function firstDifference(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at === -1 ? one.length : at
}
