import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
import { firstMode, type Mode, modeAfter } from '../harness/model/mode.ts'
import { endings, settings } from '../harness/model/settings.ts'
import { drawn, endingRuns, sequenceSteps } from '../harness/trials/table.ts'

/** Between settings the connection is used now and then: a mode may be applied only at the first use. */
const hear = fc.constant({ call: 'hear' } as const)

const anything = fc.array(fc.oneof({ weight: 4, arbitrary: settings }, { weight: 1, arbitrary: hear }), {
  maxLength: sequenceSteps - 3,
})

/** Whatever comes first, its end leaves a mode of a given kind by a setting of a given kind. */
const endingIn = ({ left, last }: (typeof endings)[number]) =>
  fc
    .tuple(anything, left, fc.array(hear, { maxLength: 1 }), last)
    .map(([first, leaving, heard, setting]) => ({ steps: [...first, leaving, ...heard, setting] }))

export const lastSettingWins = behaviour({
  id: 'trans.last-setting-wins',
  level: 'must',
  tier: 1,
  says: 'After any sequence of settings a socket behaves as the last one demands.',
  source: 'CPython test_socket NonblockConstantTest, "changing back and forth"; derived for sequences',
  observed:
    'A drawn sequence of settings, with data received in between; then recv with a silent peer tells the mode.',
  breaks: 'one setter does not undo what another has set: a flag, a timeout, an option, an armed timer',
  hint: 'Keep the mode as one value, and let every setter set everything that follows from it.',
  needs: [
    'block.recv.waits',
    'nb.recv.would-block',
    'timeout.recv.expires',
    'timeout.stale-timer',
    'nb.recv.available',
  ],
  variants: { modes: 'all' },
  given: endings.flatMap((ending) => drawn(endingRuns, endingIn(ending))),
  takesSeconds: () => 0.4,
  async check({ open, expect, nonce, askAgain, behavesAs }, { steps }) {
    const { socket, peer } = await open.connected()
    let mode: Mode = firstMode
    for (const step of steps) {
      if (step.call === 'hear') {
        const token = nonce()
        await peer.send(token)
        await expect(await askAgain(() => socket.recv(token.length), ['would-block', 'timeout'])).isBytes(
          token,
        )
      } else {
        await socket.set(step)
        mode = modeAfter(step)
      }
    }
    await behavesAs(mode, socket)
  },
})
