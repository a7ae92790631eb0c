import { ampleSeconds } from '../harness/clock.ts'
import { behaviours } from '../harness/engine/behaviour.ts'
import type { Call } from '../harness/engine/calls.ts'
import { blockingSetting, type Setting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

interface Gone {
  readonly how: 'send' | 'sendAll'
  readonly peer: 'reset' | 'close'
  readonly setting: Setting
}

const timed = timeoutSetting(ampleSeconds)

/**
 * The first send after the peer has gone may succeed: only its bytes are answered with a reset. A promise-based wrapper
 * may take one more, and an error that waits may be told before the broken pipe is.
 */
export const peerGone = behaviours<Gone>(
  [
    {
      id: 'err.no-sigpipe',
      level: 'must',
      tier: 2,
      says: 'Sending to a peer that is gone does not kill the process.',
      source:
        'POSIX send, SIGPIPE and MSG_NOSIGNAL; hiredis issue 1229, eventcore issue 127, EIPScanner issue 90',
      observed:
        'The peer has reset or closed; sends are made until two of them have failed, and the process answers all.',
      breaks: 'a system call raises SIGPIPE, whose default is to end the process without a word',
      hint: 'Send with MSG_NOSIGNAL, or ignore SIGPIPE; the error of the call, EPIPE, tells as much.',
    },
    {
      id: 'err.broken-pipe',
      level: 'must',
      tier: 1,
      says: 'Sending again and again to a peer that has reset or closed ends in a broken pipe or a reset.',
      source: 'POSIX send, EPIPE and ECONNRESET; Rust std tcp write_close; CPython BrokenPipeError',
      observed:
        'The peer has reset or closed; send, or sendall, is repeated for a second at most, until it fails: twice.',
      breaks:
        'the error is swallowed and the bytes reported as sent; it comes out as a timeout or as would-block',
      hint: 'Pass on EPIPE and ECONNRESET of send as they are, every time.',
    },
  ],
  {
    given: each<Gone>(
      { how: 'send', peer: 'reset', setting: blockingSetting(true) },
      { how: 'send', peer: 'close', setting: blockingSetting(true) },
      { how: 'send', peer: 'close', setting: blockingSetting(false) },
      { how: 'send', peer: 'reset', setting: timed },
      { how: 'sendAll', peer: 'reset', setting: blockingSetting(true) },
      { how: 'sendAll', peer: 'close', setting: timed },
    ),
    async check({ open, expect, nonce, askAgain }, { how, peer: leaves, setting }) {
      const { socket, peer } = await open.connected()
      await socket.set(setting)
      peer[leaves]()
      const untilItFails = (): Promise<Call> => askAgain(() => socket[how](nonce()), ['ok', 'would-block'])
      const first = await untilItFails()
      const second = await untilItFails()
      expect.of('err.no-sigpipe').that(true, { expected: 'the process lives on', happened: '' })
      const broken = expect.of('err.broken-pipe')
      broken(first).is('broken-pipe', 'reset')
      broken.that(second.status !== 'ok' && second.status !== 'would-block', {
        expected: `${second.name} goes on failing`,
        happened: `it answered ${second.status} after it had failed once`,
      })
    },
  },
)
