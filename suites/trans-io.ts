import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
import { describeAnswer } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { sequences } from '../harness/trials/sequences.ts'
import { drawn, fewSequences, sequenceSteps } from '../harness/trials/table.ts'

/** Timeouts that do not expire: what is judged are the bytes. */
const settings = fc.constantFrom(
  blockingSetting(true),
  blockingSetting(false),
  timeoutSetting(null),
  timeoutSetting(2),
  timeoutSetting(5),
)

/** Sends to the echoing peer. */
const say = fc.record({ call: fc.constant('say' as const), bytes: fc.integer({ min: 1, max: 200 }) })

/** Receives some of the echo, if any is outstanding. */
const hear = fc.record({ call: fc.constant('hear' as const), atMost: fc.integer({ min: 1, max: 150 }) })

const anyStep = fc.oneof(settings, say, hear)

export const roundTripIo = behaviour({
  id: 'trans.round-trip-io',
  level: 'should',
  tier: 3,
  says: 'Bytes that are written and read around changes of the mode are neither lost nor repeated.',
  source: 'Derived; eventlet test_timeout_and_final_write',
  observed:
    'A peer echoes chunks of drawn sizes; the mode is changed in between; all that is heard is what was said.',
  breaks: 'a setter discards what was read ahead, or makes a new connection object',
  hint: 'A setter changes how calls wait; leave the buffers and the descriptor alone.',
  needs: [
    'block.recv.partial',
    'nb.recv.would-block',
    'timeout.data-before-deadline',
    'trans.blocking-to-nb',
  ],
  variants: { modes: 'all' },
  given: drawn(
    fewSequences,
    fc.record({
      steps: sequences(
        fc.array(anyStep, { minLength: sequenceSteps, maxLength: 2 * sequenceSteps }),
        anyStep,
      ),
    }),
  ),
  async check(tools, { steps }) {
    const { open, expect, nonce } = tools
    const { socket, peer } = await open.connected()
    peer.echo()
    let said = Buffer.alloc(0)
    let heard = 0
    for (const step of steps) {
      if (step.call === 'say') {
        const chunk = nonce(step.bytes)
        await sendWhole(chunk, socket, tools)
        said = Buffer.concat([said, chunk])
      } else if (step.call !== 'hear') {
        await socket.set(step)
      } else if (heard < said.length) {
        heard += await receiveSome(said.subarray(heard), step.atMost, socket, tools)
      }
    }
    while (heard < said.length) heard += await receiveSome(said.subarray(heard), said.length, socket, tools)
    await socket.setBlocking(false)
    expect(await socket.recv(1)).is('would-block')
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

/** Answers how many of the outstanding bytes came. */
async function receiveSome(
  outstanding: Buffer,
  atMost: number,
  socket: Socket,
  { expect, askAgain }: Tools,
): Promise<number> {
  const call = await askAgain(() => socket.recv(Math.min(atMost, outstanding.length)))
  const came = call.bytes ?? Buffer.alloc(0)
  const sent = outstanding.subarray(0, came.length)
  expect.that(came.length > 0 && Buffer.compare(came, sent) === 0, {
    expected: `${call.name} answers the next of ${outstanding.length} outstanding bytes`,
    happened: `it answered ${describeAnswer(call)}`,
    cause: 'lost-data',
  })
  return came.length
}
