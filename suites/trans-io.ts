import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
import { describeAnswer } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { drawn, sequenceRuns, sequenceSteps } from '../harness/trials/table.ts'

/** Timeouts that do not expire: what is judged are the bytes. */
const settings = fc.constantFrom(
  blockingSetting(true),
  blockingSetting(false),
  timeoutSetting(null),
  timeoutSetting(2),
  timeoutSetting(5),
)

/** Bytes that make their way to an echoing peer and back, and how much of the echo each recv asks for. */
const exchange = fc.record({
  call: fc.constant('exchange' as const),
  bytes: fc.integer({ min: 1, max: 2_000 }),
  ask: fc.integer({ min: 100, max: 2_500 }),
})

export const roundTripIo = behaviour({
  id: 'trans.round-trip-io',
  level: 'should',
  tier: 3,
  says: 'Bytes that are written and read around changes of the mode are neither lost nor repeated.',
  source: 'Derived; eventlet test_timeout_and_final_write',
  observed:
    'A peer echoes; between chunks of drawn sizes the mode is changed; every echo equals what was sent.',
  breaks: 'a setter discards what was read ahead, or makes a new connection object',
  hint: 'A setter changes how calls wait; leave the buffers and the descriptor alone.',
  given: drawn(
    sequenceRuns / 2,
    fc.record({ steps: fc.array(fc.oneof(settings, exchange), { maxLength: sequenceSteps }) }),
  ),
  async check(tools, { steps }) {
    const { open, expect, nonce } = tools
    const { socket, peer } = await open.connected()
    peer.echo()
    let sent = 0
    for (const step of steps) {
      if (step.call !== 'exchange') {
        await socket.set(step)
        continue
      }
      const chunk = nonce(step.bytes)
      await sendWhole(chunk, socket, tools)
      sent += chunk.length
      await receiveWhole(chunk, step.ask, socket, tools)
    }
    expect.that(peer.receivedCount === sent, {
      expected: `the peer receives ${sent} bytes in all`,
      happened: `it received ${peer.receivedCount}`,
      cause: 'lost-data',
    })
  },
})

async function sendWhole(chunk: Buffer, socket: Socket, { expect, askAgain }: Tools): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const call = await askAgain(() => socket.send(chunk.subarray(at)))
    const count = call.count ?? 0
    expect.that(count > 0 && count <= chunk.length - at, {
      expected: `${call.name} takes some of ${chunk.length - at} bytes`,
      happened: `it answered ${describeAnswer(call)}`,
    })
    at += count
  }
}

/** In pieces of at most `ask` bytes, as they come. */
async function receiveWhole(
  chunk: Buffer,
  ask: number,
  socket: Socket,
  { expect, askAgain }: Tools,
): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const call = await askAgain(() => socket.recv(ask))
    const piece = call.bytes ?? Buffer.alloc(0)
    const sent = chunk.subarray(at, at + piece.length)
    expect.that(piece.length > 0 && Buffer.compare(piece, sent) === 0, {
      expected: `${call.name} answers what was sent, from byte ${at} of ${chunk.length} on`,
      happened: `it answered ${describeAnswer(call)}`,
      cause: 'lost-data',
    })
    at += piece.length
  }
}
