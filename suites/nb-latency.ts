import { fullPipeMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Call } from '../harness/engine/calls.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { each, immediateCalls } from '../harness/trials/table.ts'

/** Each makes ready a call in non-blocking mode that cannot succeed, and answers how to make it. */
const calls = {
  async recv({ open }: Tools): Promise<() => Promise<Call>> {
    const { socket } = await open.connected()
    await socket.setBlocking(false)
    return () => socket.recv(16)
  },
  async accept({ open }: Tools): Promise<() => Promise<Call>> {
    const { listener } = await open.listener()
    await listener.setBlocking(false)
    return () => listener.accept()
  },
  async send({ open, fillPipe, nonce }: Tools): Promise<() => Promise<Call>> {
    const { socket } = await open.connected({ pipe: 'small', stalled: true })
    await fillPipe(socket)
    return () => socket.send(nonce())
  },
  async connect({ open, peers }: Tools): Promise<() => Promise<Call>> {
    const address = await peers.sharedBlackhole()
    return async () => {
      const socket = await open.socket()
      await socket.setBlocking(false)
      return socket.connect(address)
    }
  },
}

export const immediateLatency = behaviour({
  id: 'nb.immediate-latency',
  level: 'must',
  tier: 1,
  says: 'In non-blocking mode, a call that cannot succeed says so immediately: no sleep and no poll is hidden in it.',
  source:
    'The page: in non-blocking mode a call "that meets a problem" raises an error; MicroPython udp_recv_dontwait.py',
  observed:
    'Calls in a row, each measured: recv and accept with nothing there, send into a full pipe, connect to a full queue.',
  breaks: 'the wrapper waits for a short while in case something comes; connect waits for the handshake',
  hint: 'In non-blocking mode make one system call and return what it says.',
  needs: ['nb.recv.would-block', 'nb.accept.would-block', 'nb.send.would-block', 'nb.connect.in-progress'],
  given: each<keyof typeof calls>('recv', 'accept', 'send', 'connect'),
  takesSeconds: (operation) => (operation === 'send' ? fullPipeMillis / 1000 : 0),
  async check(tools, operation) {
    const make = await calls[operation](tools)
    for (let made = 0; made < immediateCalls; made++) tools.expect(await make()).wasImmediate()
  },
})
