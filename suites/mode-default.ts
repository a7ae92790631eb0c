import fc from 'fast-check'
import { behaviour } from '../harness/engine/behaviour.ts'
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

export const modePerSocket = behaviour({
  id: 'mode.per-socket',
  level: 'must',
  tier: 1,
  says: 'A mode that is set on one socket changes no other socket.',
  source:
    'POSIX fcntl and setsockopt: flags and options belong to one descriptor; Python: one timeout per object',
  observed:
    'Three sockets of one process are set to three modes in a drawn order; each then behaves by its own.',
  breaks: 'the timeout or the mode is kept on the class or the module, or is set as a process-wide default',
  hint: 'Keep the timeout in the instance, and apply it to the descriptor of that instance only.',
  needs: ['block.recv.waits', 'nb.recv.would-block', 'timeout.recv.expires'],
  variants: { modes: 'all' },
  given: drawn(3, fc.record({ set: inAnyOrder(), use: inAnyOrder() })),
  takesSeconds: () => 0.5,
  async check({ open, behavesAs }, { set, use }) {
    const modes = [0, timedSeconds, null]
    const sockets = [await open.connected(), await open.connected(), await open.connected()]
    const settings = [
      () => sockets[0]?.socket.setBlocking(false),
      () => sockets[1]?.socket.setTimeout(timedSeconds),
      () => sockets[2]?.socket.setBlocking(true),
    ]
    for (const index of set) await settings[index]?.()
    for (const index of use) await behavesAs(modes[index] ?? null, sockets[index]!.socket)
  },
})

function inAnyOrder(): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray([0, 1, 2], { minLength: 3 })
}
