import { peerPatienceMillis } from '../clock.ts'
import { isReceived, type Outgoing, sureBytes } from '../model/outgoing.ts'
import { bytesInWords } from '../model/steps.ts'
import type { Connection } from '../peers/peer.ts'
import { describeAnswer } from './calls.ts'
import type { Expect } from './expect.ts'
import { askAgain } from './repeat.ts'
import type { Socket } from './socket.ts'

/** Claims that the peer has received these bytes, in order, and no others; it reads on, and is waited for. */
export async function receivesAll(peer: Connection, bytes: Uint8Array, expect: Expect): Promise<void> {
  await readOn(peer, bytes.length)
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
 * Claims that the peer has received what was sent; it reads on, and is waited for. `ends`: and the end of the stream.
 * `cut`: the connection was reset on purpose, so that only the beginning need arrive.
 */
export async function isWhole(
  peer: Connection,
  outgoing: Outgoing,
  { ends, cut }: { readonly ends: boolean; readonly cut: boolean },
  expect: Expect,
  told: (came: string) => void,
): Promise<void> {
  const sure = sureBytes(outgoing)
  await readOn(peer, ends ? Infinity : sure)
  const { state } = peer
  const received = peer.received()
  told(
    `the peer has received ${bytesInWords(received.length)}${state === 'open' ? '' : `, and sees the connection ${state}`}`,
  )
  expect.that(isReceived(outgoing, received, cut), {
    expected: `the peer receives the ${bytesInWords(sure)} that were taken, in order`,
    happened: received.length < sure ? `it received ${received.length}` : 'it received others',
    cause: 'lost-data',
  })
  expect.that(!ends || state !== 'open', {
    expected: 'the peer sees the end of the stream',
    happened: `${peerPatienceMillis / 1000} s later it still saw an open connection`,
  })
}

/** Waits until so many bytes have come, or the end of the stream, as long as anything comes. */
async function readOn(peer: Connection, count: number): Promise<void> {
  peer.read()
  // Through a small pipe, beside 16 busy processes, 0.1 MB took a second; but something came all the time.
  for (let before = -1; peer.state === 'open' && peer.receivedCount > before && peer.receivedCount < count;) {
    before = peer.receivedCount
    await peer.receives(count, peerPatienceMillis)
  }
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
