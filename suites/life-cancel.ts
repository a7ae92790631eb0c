import { raceMicros, settlingMillis, shortSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { statuses } from '../harness/protocol/statuses.ts'
import { cancellations } from '../harness/trials/table.ts'

export const cancelReleases = behaviour({
  id: 'life.cancel-releases',
  level: 'must',
  tier: 2,
  says: 'A recv or accept that is given up ends, and the socket takes the next one, which waits as ever.',
  source: 'trio test_SocketType_non_blocking_paths; aiohttp issue 363; dnspython issue 845',
  observed: 'A call waits and is given up; it ends in an error; the next expires.',
  breaks: 'the call waits on; the socket stays marked as busy; the cancellation reaches the next call too',
  hint: 'Whatever marks the socket as busy has to be undone however the call ends.',
  needs: ['block.recv.waits', 'block.accept.waits', 'timeout.recv.expires', 'timeout.accept.expires'],
  features: ['threads', 'cancel'],
  takesSeconds: () => 2 * (shortSeconds + settlingMillis.blocked / 1000),
  async check({ open, expect, hold }) {
    const { socket } = await open.connected()
    const { listener } = await open.listener()
    for (const [each, begin, next] of [
      [socket, () => socket.aside.recv(64), () => socket.recv(64)],
      [listener, () => listener.aside.accept(), () => listener.accept()],
    ] as const) {
      const call = await begin()
      await hold(settlingMillis.blocked)
      expect.stillPending(call)
      const cancelled = await each.attempt.cancel()
      expect(cancelled).is('ok')
      const answer = await call.over()
      expect.that(answer.status !== 'ok' && answer.status !== 'unsupported', {
        expected: `${call.name} ends in an error after cancel()`,
        happened: `it answered ${answer.status}`,
      })
      expect(answer).wokeAfter(cancelled.repliedAtMicros)
      await each.setTimeout(shortSeconds)
      expect(await next()).is('timeout')
    }
  },
})

export const cancelNoLoss = behaviour({
  id: 'life.cancel-no-loss',
  level: 'must',
  tier: 2,
  says: 'A recv that is given up takes no data with it: the next recv returns whatever it did not.',
  source:
    'websockets issues 166 and 486; soketto issue 59; pyzmq issue 1925; trio test_SocketType_non_blocking_paths',
  observed:
    'A nonce comes after the cancellation, and others at the very moment of one; each must be returned once, and in order.',
  breaks: 'the abandoned read goes on and swallows the next bytes; what was read already is dropped',
  hint: 'Give up the wait, never a read; or keep what an abandoned read gives for the next caller.',
  needs: ['life.cancel-releases'],
  features: ['threads', 'cancel'],
  given: cancellations(raceMicros.aside),
  takesSeconds: ({ asides }) => asides.length * 0.02 + settlingMillis.blocked / 1000,
  async check({ open, expect, hold, nonce, until, now, askAgain }, { asides }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(shortSeconds)
    const call = await socket.aside.recv(64)
    await hold(settlingMillis.blocked)
    await socket.cancel()
    await call.over(shortSeconds)
    const later = nonce()
    await peer.send(later)
    await expect(await askAgain(() => socket.recv(64), failures)).isBytes(later, 'lost-data')

    for (const aside of asides) {
      const racing = await socket.aside.recv(64)
      const token = nonce()
      const moment = now() + 2 * raceMicros.aside
      const cancel = async (): Promise<unknown> => {
        await until(moment)
        return socket.cancel()
      }
      const send = async (): Promise<unknown> => {
        await until(moment + aside)
        return peer.send(token)
      }
      await Promise.all([cancel(), send()])
      const raced = await racing.over(shortSeconds)
      const got = raced.status === 'ok' ? raced : await askAgain(() => socket.recv(64), failures)
      await expect(got).isBytes(token, 'lost-data')
    }
  },
})

/** A cancellation that found nothing to give up may meet the call after it. */
const failures = statuses.filter((status) => status !== 'ok')
