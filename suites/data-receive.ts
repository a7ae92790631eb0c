import fc from 'fast-check'
import { ampleSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { durations } from '../harness/trials/durations.ts'
import { dataRuns, drawn } from '../harness/trials/table.ts'

export const noLossAfterTimeout = behaviour({
  id: 'data.no-loss-after-timeout',
  level: 'must',
  tier: 1,
  says: 'Bytes that arrive after a recv has timed out are delivered by the next one.',
  source: 'OpenJDK Timeouts.testTimedRead4; micropython issue 3155; fs2 issue 2734',
  observed: 'Twice: recv expires, the peer sends, and what is received next is compared with what was sent.',
  breaks: 'a read that was abandoned at the expiry goes on in the background and takes the next bytes',
  hint: 'A wait that is given up must not leave a read behind; wait for readiness, and read only then.',
  needs: ['timeout.recv.expires', 'timeout.usable-after.recv'],
  given: drawn(
    dataRuns / 3,
    fc.record({ seconds: durations({ min: 20, max: 80 }), bytes: fc.integer({ min: 1, max: 20_000 }) }),
  ),
  takesSeconds: ({ seconds }) => 2 * seconds,
  async check({ open, expect, nonce, readsAll }, { seconds, bytes }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(seconds)
    for (let count = 0; count < 2; count++) {
      expect(await socket.recv(bytes)).is('timeout')
      const sent = nonce(bytes)
      await peer.send(sent)
      await readsAll(socket, sent, bytes)
    }
  },
})

export const tailBeforeEof = behaviour({
  id: 'data.tail-before-eof',
  level: 'must',
  tier: 1,
  says: 'What the peer has sent before it ends the stream is delivered before the end of the stream.',
  source: 'POSIX recv; wicked issue 97, libnetconf2 issue 229, zephyr issue 92241',
  observed: 'Drawn amounts and FIN are there before the first recv; all bytes must come, and then the end.',
  breaks: 'a hang-up of the peer is looked at before what there is to read',
  hint: 'Read first: the end of the stream is a read of no bytes, and nothing else.',
  needs: ['block.recv.eof-wakes', 'nb.eof-not-would-block', 'nb.recv.available'],
  given: drawn(
    dataRuns,
    fc.record({
      setting: fc.constantFrom(blockingSetting(true), blockingSetting(false), timeoutSetting(ampleSeconds)),
      bytes: fc.integer({ min: 1, max: 64 * 1024 }),
      size: fc.constantFrom(1_000, 10_000, 100_000),
    }),
  ),
  async check({ open, expect, nonce, askAgain, readsAll }, { setting, bytes, size }) {
    const { socket, peer } = await open.connected()
    await socket.set(setting)
    const sent = nonce(bytes)
    await peer.send(sent)
    await peer.end()
    await readsAll(socket, sent, size)
    expect(await askAgain(() => socket.recv(size))).isEndOfStream()
  },
})
