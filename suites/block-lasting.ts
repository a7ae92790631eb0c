import { lasting, watchMillis, wholeRunMillis } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import type { Expect } from '../harness/engine/expect.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { each } from '../harness/trials/table.ts'

/** A call whose cause is withheld, and what brings it about and proves that nothing else ended the wait. */
interface Wait {
  readonly socket: Socket
  begin(): Promise<Pending>
  release(call: Pending, on: Expect): Promise<void>
}

const waits = {
  async recv({ open, nonce }: Tools): Promise<Wait> {
    const { socket, peer } = await open.connected()
    const token = nonce()
    return {
      socket,
      begin: () => socket.begin.recv(token.length),
      async release(call, expect) {
        await peer.send(token)
        await expect(await call.over()).isBytes(token)
      },
    }
  },
  async accept({ open, peers }: Tools): Promise<Wait> {
    const { listener, address } = await open.listener()
    return {
      socket: listener,
      begin: () => listener.begin.accept(),
      async release(call, expect) {
        const client = await peers.dial(address)
        expect(await call.over()).isClient(client)
      },
    }
  },
}

/** What is held only for the whole run: a stalled peer and more than a full pipe takes, and a full accept queue. */
const heldOnly = {
  async sendall({ open, nonce }: Tools): Promise<Wait> {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    return {
      socket,
      begin: () => socket.begin.sendAll(nonce(400_000)),
      async release(call, expect) {
        peer.read()
        expect(await call.over()).is('ok')
      },
    }
  },
  async connect({ open, peers }: Tools): Promise<Wait> {
    const address = await peers.sharedBlackhole()
    const socket = await open.socket()
    return {
      socket,
      begin: () => socket.begin.connect(address),
      // The next SYN may be seconds away by now. That connect completes is for block.connect.waits to say.
      release: () => Promise.resolve(),
    }
  },
}

const operations = each<keyof typeof waits>('recv', 'accept')

export const noImplicitTimeout = behaviour({
  id: 'block.no-implicit-timeout',
  level: 'must',
  tier: 1,
  says: 'Without a timeout, recv and accept outlast every timeout that was in force on the socket before.',
  source:
    'The page: "control is not returned until the operation is complete"; OpenJDK Timeouts.testTimedRead7',
  observed: 'A timed call expires, the timeout is cleared, and the next call is held several times as long.',
  breaks:
    'the timer of the call before fires into this one; clearing the timeout changes only what the getter says',
  hint: 'Take the timeout from the socket when a call begins, and end its timer when the call ends.',
  needs: [
    'block.recv.waits',
    'block.accept.waits',
    'timeout.recv.expires',
    'timeout.accept.expires',
    'mode.none-is-blocking',
    'timeout.usable-after.recv',
  ],
  given: operations,
  takesSeconds: () => lasting.timeoutSeconds + lasting.holdMillis / 1000,
  async check(tools, operation) {
    const wait = await waits[operation](tools)
    await wait.socket.setTimeout(lasting.timeoutSeconds)
    const timed = await wait.begin()
    await timed.over(lasting.timeoutSeconds)
    await wait.socket.setTimeout(null)
    const call = await wait.begin()
    await tools.hold(lasting.holdMillis)
    tools.expect.stillPending(call)
    await wait.release(call, tools.expect)
  },
})

/** A day and more: whoever takes a long timeout for a shorter one is found out at the shorter one. */
const dayAndMore = 1e5

export const hiddenTimeout = behaviours(
  [
    {
      id: 'block.hidden-timeout',
      level: 'must',
      tier: 1,
      says: 'Calls without a timeout, and with one of a day, wait as long as it takes: no shorter timeout is hidden in the wrapper.',
      source:
        'The page: "control is not returned until the operation is complete"; PHP default_socket_timeout',
      observed:
        'recv, accept, sendall and connect are held for as long as the whole run lasts; then comes what they wait for.',
      breaks:
        'a default timeout of the library, a keep-alive or an idle limit ends the wait; a timeout is clipped at some seconds',
      hint: 'In blocking mode set no timer at all; where a system call takes no long timeout, wait again.',
      needs: [
        'block.recv.waits',
        'block.accept.waits',
        'block.sendall.complete',
        'block.send.waits',
        'mode.timeout-roundtrip',
        'nb.send.would-block',
      ],
    },
    {
      id: 'res.cpu.blocking-wait',
      level: 'must',
      tier: 1,
      says: 'A blocking call that waits sleeps: it does not ask again and again.',
      source: 'ceph issue 6971; eventlet check_idle_cpu_usage',
      observed:
        'How long the process runs, or is ready to run, during the same waits; read from outside, three times if it is much.',
      breaks: 'blocking mode is made of a non-blocking socket that is asked over and over',
      hint: 'Leave the descriptor blocking, or let the system wait: poll or select without a timeout.',
      needs: ['block.hidden-timeout', 'mode.none-is-blocking', 'block.recv.partial'],
    },
  ],
  {
    wholeRun: true,
    given: each<{ operation: keyof typeof waits | keyof typeof heldOnly; seconds: number | null }>(
      { operation: 'recv', seconds: null },
      { operation: 'accept', seconds: null },
      { operation: 'sendall', seconds: null },
      { operation: 'connect', seconds: null },
      { operation: 'recv', seconds: dayAndMore },
      { operation: 'accept', seconds: dayAndMore },
    ),
    takesSeconds: () => wholeRunMillis / 1000,
    async check(tools, { operation, seconds }) {
      const { expect, hold, meter } = tools
      const hidden = expect.of('block.hidden-timeout')
      const wait = await { ...waits, ...heldOnly }[operation](tools)
      if (seconds !== null) {
        const set = await wait.socket.attempt.setTimeout(seconds)
        hidden(set).is('ok', 'invalid')
      }
      const call = await wait.begin()
      const share = meter.startBusy()
      // A repeat, after the end of the run, is held for as long as the share needs.
      await Promise.all([tools.runEnds(), hold(watchMillis)])
      const watched = share()
      hidden.stillPending(call)
      expect.of('res.cpu.blocking-wait').idleDuring(call, watched)
      await wait.release(call, hidden)
    },
  },
)
