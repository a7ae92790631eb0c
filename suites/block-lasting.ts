import { lasting, wholeRunMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { each } from '../harness/trials/table.ts'

/** A call whose cause is withheld, and what brings it about and proves that nothing else ended the wait. */
interface Wait {
  readonly socket: Socket
  begin(): Promise<Pending>
  release(call: Pending): Promise<void>
}

const waits = {
  async recv({ open, expect, nonce }: Tools): Promise<Wait> {
    const { socket, peer } = await open.connected()
    const token = nonce()
    return {
      socket,
      begin: () => socket.begin.recv(token.length),
      async release(call) {
        await peer.send(token)
        await expect(await call.over()).isBytes(token)
      },
    }
  },
  async accept({ open, peers, expect }: Tools): Promise<Wait> {
    const { listener, address } = await open.listener()
    return {
      socket: listener,
      begin: () => listener.begin.accept(),
      async release(call) {
        const client = await peers.dial(address)
        expect(await call.over()).isClient(client)
      },
    }
  },
}

/** A stalled peer, and more than a full pipe takes. */
const stalled = {
  async sendall({ open, expect, nonce }: Tools): Promise<Wait> {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    return {
      socket,
      begin: () => socket.begin.sendAll(nonce(400_000)),
      async release(call) {
        peer.read()
        expect(await call.over()).is('ok')
      },
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
    await wait.release(call)
  },
})

export const hiddenTimeout = behaviour({
  id: 'block.hidden-timeout',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, recv, accept and sendall wait as long as it takes: no timeout is hidden in the wrapper.',
  source: 'The page: "control is not returned until the operation is complete"; PHP default_socket_timeout',
  observed:
    'One call of each is held for as long as the whole run lasts; then come a nonce, a client, and room in the pipe.',
  breaks: 'a default timeout of the library, a keep-alive or an idle limit ends the wait',
  hint: 'In blocking mode set no timer at all.',
  needs: ['block.recv.waits', 'block.accept.waits'],
  wholeRun: true,
  given: each<keyof typeof waits | keyof typeof stalled>('recv', 'accept', 'sendall'),
  takesSeconds: () => wholeRunMillis / 1000,
  async check(tools, operation) {
    const wait = await { ...waits, ...stalled }[operation](tools)
    const call = await wait.begin()
    await tools.runEnds()
    tools.expect.stillPending(call)
    await wait.release(call)
  },
})
