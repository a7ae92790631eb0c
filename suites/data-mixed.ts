import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
import { streamSteps } from '../harness/trials/steps.ts'
import { drawn, sequenceRuns } from '../harness/trials/table.ts'

export const mixedModeStream = behaviour({
  id: 'data.mixed-mode-stream',
  level: 'must',
  tier: 1,
  says: 'Whatever the order of modes, timeouts, sends and receives, both byte streams arrive whole and in order.',
  source: 'Go nettest BasicIO, PingPong and resync; CPython test_socket, changing modes back and forth',
  observed:
    'Drawn sequences of steps are compared with a model of both streams, and then everything is drained.',
  breaks:
    'a change of mode or an expiry drops what was read ahead or half sent; no data is taken for the end',
  hint: 'Keep one buffer for each direction, if any, and let no mode, timeout or error empty it.',
  needs: [
    'timeout.recv.expires',
    'nb.recv.would-block',
    'trans.blocking-to-nb',
    'block.recv.partial',
    'timeout.usable-after.recv',
    'nb.recv.available',
  ],
  variants: { modes: 'all' },
  given: drawn(sequenceRuns, fc.record({ steps: streamSteps() })),
  takesSeconds: () => 0.2,
  async check({ open, converse }, { steps }) {
    const { socket, peer } = await open.connected()
    const conversation = converse(socket, peer)
    for (const step of steps) await conversation.take(step)
    await conversation.finish()
  },
})
