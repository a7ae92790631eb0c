import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, type Mode, timeoutSetting } from '../harness/model/mode.ts'
import { drawn } from '../harness/trials/table.ts'

export const modeDefault = behaviour({
  id: 'mode.default-blocking',
  level: 'must',
  tier: 1,
  says: 'A socket on which no mode has been set is in blocking mode, without a timeout.',
  source:
    'The page: "by default, TCP sockets are placed in a blocking mode"; CPython test_timeout CreationTestCase',
  observed: 'accept on a new listener waits for a client; recv on a new connection waits for a nonce.',
  breaks:
    'the constructor leaves the descriptor non-blocking; a default timeout; a mode that is never initialised',
  hint: 'Start out with no timeout, and let a call without a timeout wait for as long as it takes.',
  needs: ['endpoint.ephemeral'],
  takesSeconds: () => 0.8,
  async check({ open, behavesAs }) {
    const { listener } = await open.listener()
    await behavesAs(null, listener)
    const { socket } = await open.connected()
    await behavesAs(null, socket)
  },
})

/** How long the timed socket among the three waits. */
const timedSeconds = 0.1

const kinds = ['listener', 'accepted', 'connected'] as const
type Kind = (typeof kinds)[number]

/** Each is set before each other once: a setter may reach back to what was set before, or forward. */
const orders: readonly (readonly Kind[])[] = [
  ['accepted', 'connected', 'listener'],
  ['listener', 'accepted', 'connected'],
  ['connected', 'listener', 'accepted'],
]

export const modePerSocket = behaviour({
  id: 'mode.per-socket',
  level: 'must',
  tier: 1,
  says: 'A mode that is set on one socket changes no other, not even between a listener and what it has accepted.',
  source:
    'POSIX fcntl and setsockopt: flags and options belong to one descriptor; Python: one timeout per object',
  observed:
    'A listener, a socket that it has accepted and a third one are set to three modes; each then behaves by its own.',
  breaks:
    'the timeout or the mode is kept on the class or the module, or an accepted socket goes on asking its listener',
  hint: 'Keep the timeout in the instance, and apply it to the descriptor of that instance only.',
  names: ['carried over'],
  needs: ['block.recv.waits', 'nb.recv.would-block', 'timeout.recv.expires', 'timeout.accept.expires'],
  variants: { modes: 'all' },
  given: orders.flatMap((set) =>
    drawn(
      1,
      fc.record({
        set: fc.constant(set),
        use: inAnyOrder(kinds),
        modes: inAnyOrder<Mode>([0, timedSeconds, null]),
      }),
    ),
  ),
  takesSeconds: () => 0.6,
  async check({ open, behavesAs }, { set, use, modes }) {
    const { listener, socket: accepted } = await open.accepted()
    const { socket: connected } = await open.connected()
    const sockets = { listener, accepted, connected }
    const modeOf = (kind: Kind): Mode => modes[kinds.indexOf(kind)] ?? null
    for (const kind of set) {
      const mode = modeOf(kind)
      await sockets[kind].set(mode === timedSeconds ? timeoutSetting(mode) : blockingSetting(mode === null))
    }
    for (const kind of use) await behavesAs(modeOf(kind), sockets[kind])
  },
})

function inAnyOrder<T>(all: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...all], { minLength: all.length })
}
