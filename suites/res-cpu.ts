import { ampleSeconds, watchMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { each } from '../harness/trials/table.ts'

/** Calls that wait, and what ends them. */
const waits = each<{ call: 'recv' | 'accept' }>({ call: 'recv' }, { call: 'accept' })

export const idleTimedWait = behaviour({
  id: 'res.cpu.timed-wait',
  level: 'must',
  tier: 1,
  says: 'A call that waits for its timeout sleeps: it does not ask again and again.',
  source: 'FreeRDP issue 6730, maghemite issue 658; eventlet check_idle_cpu_usage',
  observed:
    'How long the process runs, or is ready to run, during a timed wait; read from outside, three times if it is much.',
  breaks: 'the socket is asked without blocking, over and over, until the deadline',
  hint: 'Let the system wait: poll or select with what is left of the timeout.',
  needs: ['timeout.data-before-deadline'],
  given: waits,
  takesSeconds: () => watchMillis / 1000,
  check: (tools, { call }) => watch(tools, call, ampleSeconds),
})

export const idleBlockingWait = behaviour({
  id: 'res.cpu.blocking-wait',
  level: 'must',
  tier: 1,
  says: 'A blocking call that waits sleeps: it does not ask again and again.',
  source: 'ceph issue 6971; eventlet check_idle_cpu_usage',
  observed:
    'How long the process runs, or is ready to run, during a blocking wait; read from outside, three times if it is much.',
  breaks: 'blocking mode is made of a non-blocking socket that is asked over and over',
  hint: 'Leave the descriptor blocking, or let the system wait: poll or select without a timeout.',
  needs: ['block.recv.waits', 'block.accept.waits'],
  given: waits,
  takesSeconds: () => watchMillis / 1000,
  check: (tools, { call }) => watch(tools, call, null),
})

/** Watches the process while a call waits, then ends the wait. */
async function watch(tools: Tools, name: 'recv' | 'accept', seconds: number | null): Promise<void> {
  const { expect, hold, meter } = tools
  const { call, release } =
    name === 'recv' ? await waitingRecv(tools, seconds) : await waitingAccept(tools, seconds)
  const share = meter.startBusy()
  await hold(watchMillis)
  const watched = share()
  expect.stillPending(call)
  await release()
  const over = await call.over(ampleSeconds)
  expect(over).is('ok')
  expect.idleDuring(over, watched)
}

interface Waiting {
  readonly call: Pending
  readonly release: () => Promise<unknown>
}

async function waitingRecv({ open, nonce, stillWorks }: Tools, seconds: number | null): Promise<Waiting> {
  const { socket, peer } = await open.connected()
  // A fresh process has then done its first work.
  await stillWorks(socket)
  await socket.setTimeout(seconds)
  return { call: await socket.begin.recv(64), release: () => peer.send(nonce()) }
}

async function waitingAccept({ open, peers, stillWorks }: Tools, seconds: number | null): Promise<Waiting> {
  const { listener, address, socket } = await open.accepted()
  await stillWorks(socket)
  await listener.setTimeout(seconds)
  return { call: await listener.begin.accept(), release: () => peers.dial(address) }
}
