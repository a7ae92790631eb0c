import { glanceMillis, watched } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { each } from '../harness/trials/table.ts'

/** Begins a call that waits for its timeout, on a process that has done its first work. */
type Begin = (tools: Tools) => Promise<Pending>

const waits = {
  async recv({ open, stillWorks }) {
    const { socket } = await open.connected()
    await stillWorks(socket)
    await socket.setTimeout(watched.seconds)
    return socket.begin.recv(64)
  },
  async accept({ open, stillWorks }) {
    const { listener, socket } = await open.accepted()
    await stillWorks(socket)
    await listener.setTimeout(watched.seconds)
    return listener.begin.accept()
  },
  async connect({ open, peers, stillWorks }) {
    const { socket } = await open.connected()
    await stillWorks(socket)
    const other = await open.socket()
    await other.setTimeout(watched.seconds)
    return other.begin.connect(await peers.sharedBlackhole())
  },
} satisfies Record<string, Begin>

/** More than a small pipe takes. */
const tooMuchBytes = 400_000

const chunkBytes = 20_000
const mostSends = 20

const sends = {
  async sendall({ open, nonce }) {
    const { socket } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(watched.seconds)
    return socket.begin.sendAll(nonce(tooMuchBytes))
  },
  async send({ open, hold, nonce }) {
    const { socket } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(watched.fillSeconds)
    await socket.sendAll(nonce(tooMuchBytes))
    await socket.setTimeout(watched.seconds)
    for (let sent = 1; ; sent++) {
      const call = await socket.begin.send(nonce(chunkBytes))
      await hold(glanceMillis)
      // The kernel finds a little more room now and then.
      if (call.settled() === undefined || sent === mostSends) return call
      await call.over(watched.seconds)
    }
  },
} satisfies Record<string, Begin>

const idle = {
  level: 'must',
  tier: 1,
  source:
    'FreeRDP issue 6730, maghemite issue 658, jdk#13798: a spin before the end; eventlet check_idle_cpu_usage',
  observed:
    'How long the process runs, or is ready to run, in the middle of the wait and just before its end; read from outside.',
  breaks:
    'the socket is asked without blocking, over and over, until the deadline or for the last part of the wait',
  hint: 'Let the system wait: poll or select with what is left of the timeout, rounded up.',
} as const

export const idleTimedWait = behaviour({
  ...idle,
  id: 'res.cpu.timed-wait',
  says: 'recv, accept and connect that wait for their timeout sleep until its end: they do not ask again and again.',
  needs: ['timeout.recv.not-early', 'timeout.accept.not-early', 'timeout.connect.not-early'],
  given: each<keyof typeof waits>('recv', 'accept', 'connect'),
  takesSeconds: () => watched.seconds,
  check: async (tools, operation) => watch(tools, await waits[operation](tools)),
})

export const idleTimedSend = behaviour({
  ...idle,
  id: 'res.cpu.timed-send',
  says: 'send and sendall that wait for their timeout sleep until its end: they do not ask again and again.',
  needs: ['timeout.send.not-early'],
  variants: { 'write-timeout': 'yes' },
  given: each<keyof typeof sends>('send', 'sendall'),
  takesSeconds: () => watched.seconds + watched.fillSeconds,
  check: async (tools, operation) => watch(tools, await sends[operation](tools)),
})

/**
 * Watches the process in the middle of a wait and in the last tenth of a second. It is asleep in all of both, so that
 * neither the way into the wait nor the way out of it counts, however busy the machine is.
 */
async function watch({ expect, hold, now, meter, voidUnless }: Tools, call: Pending): Promise<void> {
  const endsAt = call.requestedAtMicros + watched.seconds * 1e6
  const until = (millisBefore: number): Promise<void> => hold((endsAt - now()) / 1000 - millisBefore)
  const shares: number[] = []
  let waited = true
  for (const { fromMillis, toMillis } of [watched.middle, watched.tail]) {
    await until(fromMillis)
    const share = meter.startBusy()
    await until(toMillis)
    waited &&= call.settled() === undefined
    shares.push(share())
  }
  const over = await call.over(watched.seconds)
  // Of what blocks here a send alone can succeed, of a part.
  voidUnless(over.operation !== 'send' || over.status !== 'ok', 'the pipe found room for more after all')
  expect(over).is('timeout')
  expect(over).expiryMeasured(watched.seconds, 'early')
  voidUnless(waited, 'the machine stalled, so that the wait was over before it could be watched')
  for (const share of shares) expect.idleDuring(over, share)
}
