import { settlingMillis } from '../harness/clock.ts'
import { type Behaviour, behaviour } from '../harness/engine/behaviour.ts'
import type { Call, Pending } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { existenceTries } from '../harness/trials/table.ts'

/** A call on a thread of its own whose cause is withheld. */
interface Wait {
  readonly socket: Socket
  readonly call: Pending
  /** Lets it end after all, where it can without a word of the wrapper's. */
  release(): Promise<unknown>
}

const nothing = (): Promise<void> => Promise.resolve()

/** The end of the trial resets connections, which ends what waits for them; a listener has no peer that does that. */
const waits = {
  async recv({ open }: Tools): Promise<Wait> {
    const { socket } = await open.connected()
    return { socket, call: await socket.aside.recv(64), release: nothing }
  },
  async accept({ open, peers }: Tools): Promise<Wait> {
    const { listener, address } = await open.listener()
    return { socket: listener, call: await listener.aside.accept(), release: () => peers.probe(address) }
  },
  async send({ open, fillPipe, nonce }: Tools): Promise<Wait> {
    const { socket } = await open.connected({ pipe: 'small', stalled: true })
    await fillPipe(socket)
    await socket.setBlocking(true)
    return { socket, call: await socket.aside.sendAll(nonce(400_000)), release: nothing }
  },
}

/** No data, no client, no room, and no expiry: an error, or no bytes, as at the end of a stream. */
const isError = (call: Call): boolean =>
  !['ok', 'timeout', 'would-block', 'in-progress', 'unsupported'].includes(call.status) ||
  (call.operation === 'recv' && call.bytes?.length === 0)

async function closesWhileItWaits(tools: Tools, operation: keyof typeof waits): Promise<void> {
  const { expect, hold, declared } = tools
  const wakes = declared('close-wakes') === 'yes'
  // A thread may be held up between its announcement and its call, which then fails; to wait on once is enough for "no".
  for (let attempt = 1; attempt <= existenceTries; attempt++) {
    const { socket, call, release } = await waits[operation](tools)
    await hold(settlingMillis.blocked)
    expect.stillPending(call)
    const closed = await socket.attempt.close()
    expect(closed).is('ok')
    if (wakes) {
      const answer = await call.over()
      expect.that(isError(answer), {
        expected: `${call.name} ends in an error after close() (close-wakes=yes)`,
        happened: `it answered ${answer.status}`,
      })
      expect(answer).wokeAfter(closed.repliedAtMicros)
      return
    }
    await hold(settlingMillis.woken)
    const waitsOn = call.settled() === undefined
    if (!waitsOn && attempt < existenceTries) continue
    expect.that(waitsOn, {
      expected: `${call.name} waits on after close() (close-wakes=no)`,
      happened: 'close() ended it: declare close-wakes=yes',
    })
    await release()
    return
  }
}

const closeWakes: Pick<Behaviour, 'level' | 'tier' | 'source' | 'breaks' | 'hint' | 'features'> = {
  level: 'should',
  tier: 2,
  source:
    'OpenJDK Timeouts and AdaptorStreams, close from another thread; Go net.Conn, Close; corefx issue 22564; zephyr issue 10316; CPython does not',
  breaks: 'close releases the descriptor and tells nobody who waits for it',
  hint: 'Let close wake whoever waits (shut the connection down first, or signal the waiters), or declare close-wakes=no.',
  features: ['threads'],
}

export const closeWakesRecv = behaviour({
  ...closeWakes,
  id: 'life.close-wakes-recv',
  says: 'Whether close ends a recv that another thread or task waits in is as declared (close-wakes).',
  observed: 'The peer is silent; after close the call ends in an error, or waits on.',
  needs: ['block.recv.waits'],
  takesSeconds: () => 0.3,
  check: (tools) => closesWhileItWaits(tools, 'recv'),
})

export const closeWakesAccept = behaviour({
  ...closeWakes,
  id: 'life.close-wakes-accept',
  says: 'Whether close ends an accept that another thread or task waits in is as declared (close-wakes).',
  observed: 'Nobody connects; after close the call ends in an error, or waits on.',
  needs: ['block.accept.waits'],
  takesSeconds: () => 0.3,
  check: (tools) => closesWhileItWaits(tools, 'accept'),
})

export const closeWakesSend = behaviour({
  ...closeWakes,
  id: 'life.close-wakes-send',
  says: 'Whether close ends a sendall that another thread or task waits in is as declared (close-wakes).',
  observed: 'The peer reads nothing; after close the call ends in an error, or waits on.',
  needs: ['block.send.waits'],
  takesSeconds: () => 0.9,
  check: (tools) => closesWhileItWaits(tools, 'send'),
})

export const shutdownWakesRecv = behaviour({
  id: 'life.shutdown-wakes-recv',
  level: 'should',
  tier: 2,
  says: 'Shutting down the receiving side ends a recv that another thread or task waits in.',
  source: 'Rust std tcp close_read_wakes_up; cpython issue 91913; Java Socket.shutdownInput',
  observed: 'The peer is silent; after shutdown the call answers the end of the stream, or an error.',
  breaks: 'shutdown only marks the object, and whoever waits already is not told',
  hint: 'Call shutdown(2) on the descriptor, which wakes whoever waits; where waiting is your own, signal the waiters.',
  needs: ['block.recv.waits'],
  features: ['threads'],
  takesSeconds: () => 0.2,
  async check({ open, expect, hold }) {
    const { socket } = await open.connected()
    const call = await socket.aside.recv(64)
    await hold(settlingMillis.blocked)
    expect.stillPending(call)
    const shut = await socket.attempt.shutdown('read')
    expect(shut).is('ok')
    const answer = await call.over()
    expect.that(isError(answer), {
      expected: `${call.name} answers the end of the stream, or an error, after shutdown(read)`,
      happened: `it answered ${answer.status}`,
    })
    expect(answer).wokeAfter(shut.repliedAtMicros)
  },
})
