import { ampleSeconds } from '../harness/clock.ts'
import { behaviours } from '../harness/engine/behaviour.ts'
import { featureExpiries } from '../harness/trials/table.ts'

/** A readiness question in silence, then with something there. */
export const ready = behaviours(
  [
    {
      id: 'block.ready-then-no-wait',
      level: 'must',
      tier: 2,
      says: 'What poll says is ready does not wait, and it says so of whatever would not wait.',
      source: 'POSIX poll; Ruby IO.select then *_nonblock; MicroPython connect_poll, select_poll_udp',
      observed:
        'poll says no in silence. With a nonce or a client there it says yes, and recv and accept in blocking mode are then over although nothing more comes. It says yes of the rest of the nonce, and of a send.',
      breaks:
        'any event counts as readiness; bytes that the wrapper has read already and holds are not counted',
      hint: 'Ask the system about the direction in question only, and look at your own buffer first.',
      needs: ['block.recv.immediate', 'block.accept.immediate'],
      features: ['poll'],
    },
    {
      id: 'timeout.poll.expires',
      level: 'should',
      tier: 2,
      says: 'A poll for readiness that does not come says no once its timeout has passed, and not before.',
      source: 'POSIX poll: the timeout is a minimum interval, rounded up',
      observed: 'poll on a silent connection in blocking mode; time from outside and around the call.',
      breaks: 'the timeout is taken for another unit, or is not passed on; expiry is an error',
      hint: 'Wait for as long as the timeout says, and answer false.',
      needs: ['block.ready-then-no-wait', 'block.recv.partial'],
      features: ['poll'],
    },
  ],
  {
    given: featureExpiries(),
    takesSeconds: ({ seconds }) => seconds,
    async check({ open, peers, expect, nonce }, { seconds }) {
      const readiness = expect.of('block.ready-then-no-wait')
      const { socket, peer } = await open.connected()
      const silent = await socket.poll('read', seconds)
      readiness(silent).isFlag(false)
      const expiry = expect.of('timeout.poll.expires')
      expiry(silent).isFlag(false)
      expiry(silent).expiryMeasured(seconds, 'early')
      expiry(silent).expiryMeasured(seconds, 'late')

      readiness(await socket.poll('write', ampleSeconds)).isFlag(true)
      readiness(await socket.send(nonce())).tookSome()
      const token = nonce()
      await peer.send(token)
      readiness(await socket.poll('read', ampleSeconds)).isFlag(true)
      const first = await socket.recv(1)
      await readiness(first).isBytes(token.subarray(0, 1))
      readiness(await socket.poll('read', ampleSeconds)).isFlag(true)
      await readiness(await socket.recv(token.length)).isBytes(token.subarray(1))

      const { listener, address } = await open.listener()
      const client = await peers.dial(address)
      readiness(await listener.poll('read', ampleSeconds)).isFlag(true)
      readiness(await listener.accept()).isClient(client)
    },
  },
)
