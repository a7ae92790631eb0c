import fc from 'fast-check'
import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn } from '../harness/trials/table.ts'

/** More than twice what the pipe holds, so that sends have to stop and go on; read within half a second. */
const payload = { bytes: 200_000, bytesPerSecond: 600_000 }

/** What is offered at a time after the first send, which is offered everything. */
const chunkBytes = 16 * 1024

export const noDup = behaviour({
  id: 'data.no-dup',
  level: 'must',
  tier: 1,
  says: 'Going on from the reported count after would-block or a timeout neither repeats nor skips a byte.',
  source: 'send(2): the count of a partial send; EternalTerminal issue 815: a prefix was sent twice',
  observed:
    'The peer begins to read only after the first send that had no room; it gets what was sent, once.',
  breaks: 'a send that is given up has sent a part and does not say so, or goes on sending in the background',
  hint: 'Whatever a send hands over it must count; what it does not count it must not keep.',
  needs: [
    'nb.send.would-block',
    'timeout.send.expires',
    'nb.send.partial-count',
    'timeout.usable-after.recv',
  ],
  variants: { 'write-timeout': 'yes' },
  given: [
    ...drawn(2, fc.record({ setting: fc.constant(blockingSetting(false)) })),
    ...drawn(2, fc.record({ setting: durations({ min: 20, max: 80 }).map(timeoutSetting) })),
  ],
  takesSeconds: () => payload.bytes / payload.bytesPerSecond,
  async check({ open, expect, nonce, askAgain, receivesAll, voidUnless }, { setting }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    await socket.set(setting)
    const bytes = nonce(payload.bytes)
    let rest = bytes
    let call = await socket.send(rest)
    while (call.status === 'ok' && rest.length > 0) {
      expect(call).tookSome()
      rest = rest.subarray(call.count)
      call = await socket.send(rest.subarray(0, chunkBytes))
    }
    voidUnless(rest.length > 0, 'the pipe took everything although the peer did not read')
    expect(call).is('would-block', 'timeout')
    peer.read(payload.bytesPerSecond)
    while (rest.length > 0) {
      const offered = rest.subarray(0, chunkBytes)
      const more = await askAgain(() => socket.send(offered), ['would-block', 'timeout'], peerPatienceMillis)
      expect(more).tookSome()
      rest = rest.subarray(more.count)
    }
    await receivesAll(peer, bytes)
  },
})
