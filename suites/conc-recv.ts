import { besideSeconds, earlyAtOnceMicros, parallelSeconds, settlingMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { holdsOf, parallelCalls } from '../harness/trials/table.ts'

export const parallelTimeouts = behaviour({
  id: 'conc.parallel-timeouts',
  level: 'must',
  tier: 1,
  says: 'Sockets of one process that wait at the same time all time out when they should.',
  source: 'trio test_many_sockets; derived from wrappers with one lock for all sockets',
  observed: `A timed recv on each of ${parallelCalls} silent connections, begun one right after another; each is measured.`,
  breaks: 'one lock, one timer or one timeout for all sockets: the waits add up',
  hint: 'Let each socket have a timeout and a wait of its own, and hold no lock that they share while one waits.',
  needs: ['timeout.recv.expires', 'timeout.recv.not-early', 'timeout.recv.not-late'],
  features: ['threads'],
  takesSeconds: () => parallelSeconds,
  async check({ open, expect }) {
    const sockets = []
    while (sockets.length < parallelCalls) {
      const { socket } = await open.connected()
      await socket.setTimeout(parallelSeconds)
      sockets.push(socket)
    }
    const waiting = []
    for (const socket of sockets) waiting.push(await socket.aside.recv(64))
    for (const call of waiting)
      expect(await call.over(parallelCalls * parallelSeconds)).expiredAfter(parallelSeconds)
  },
})

export const twoReaders = behaviour({
  id: 'conc.two-readers',
  level: 'note',
  tier: 3,
  says: 'What becomes of a second recv while one waits is as declared (two-readers): both wait, and their timeouts do not add up (share) or do (serialise), or it is rejected.',
  source:
    'jdk pull request 25614 (Timeouts.testTimedRead10); gevent test_recv_twice; eventlet test_raised_multiple_readers',
  observed:
    'A second timed recv begins while the first waits: both time out when they should, or the second a whole timeout after the first, or it fails while the first waits on.',
  breaks: 'the second reader waits for the first with a lock, and only then begins its own timeout',
  hint: 'Share the descriptor, as the system does, or declare that readers queue, or reject the second one at once.',
  needs: ['conc.parallel-timeouts', 'timeout.recv.expires', 'timeout.recv.not-late'],
  features: ['threads'],
  given: holdsOf(1),
  takesSeconds: ({ holdMillis }) => besideSeconds + holdMillis / 1000,
  async check({ open, expect, hold, declared }, { holdMillis }) {
    const rejects = declared('two-readers') === 'reject'
    const { socket } = await open.connected()
    await socket.setTimeout(besideSeconds)
    const first = await socket.aside.recv(64)
    await hold(rejects ? settlingMillis.blocked : holdMillis)
    const second = await socket.aside.recv(64)
    if (rejects) {
      const answer = await second.over(besideSeconds)
      expect.that(!['ok', 'timeout', 'unsupported'].includes(answer.status), {
        expected: `a second ${second.name} is rejected while the first waits (two-readers=reject)`,
        happened: `it answered ${answer.status}`,
      })
      expect(answer).wasImmediate()
      expect(await first.over(besideSeconds)).expiredAfter(besideSeconds)
      return
    }
    if (declared('two-readers') === 'serialise') {
      const answers = [await first.over(besideSeconds), await second.over(2 * besideSeconds)] as const
      expect(answers[0]).expiredAfter(besideSeconds)
      expect(answers[1]).is('timeout')
      // From the first request, and not from the first reply, which may have been late.
      const took = answers[1].repliedAtMicros - answers[0].requestedAtMicros
      expect.that(took >= 2 * besideSeconds * 1e6 - earlyAtOnceMicros, {
        expected: `the second ${second.name} waits for ${besideSeconds} s once the first is over (two-readers=serialise)`,
        happened: `both were over after ${(took / 1000).toFixed(0)} ms: declare two-readers=share`,
      })
      return
    }
    for (const call of [first, second]) expect(await call.over(2 * besideSeconds)).expiredAfter(besideSeconds)
  },
})
