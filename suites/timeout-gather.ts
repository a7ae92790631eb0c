import fc from 'fast-check'
import { ampleSeconds, trickle, tricklePauseMostMillis } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import type { Call } from '../harness/engine/calls.ts'
import { drawn, featureRuns } from '../harness/trials/table.ts'

/** Far more than a trickle brings. */
const wantedBytes = 4_096

export const gatherBudget = behaviour({
  id: 'timeout.recvall.total',
  level: 'should',
  tier: 2,
  says: 'The timeout of a read of exactly n bytes is what the wrapper declares: a budget for all of it (readexact-budget=total), or one for each arrival (per-read).',
  source: 'serial2-rs issue 31, serialport-rs issue 177, okhttp issue 430; CPython makefile (per read)',
  observed:
    'Bytes trickle in with pauses within the timeout, for longer than it in all: the read expires once it has passed, or ends with the last byte.',
  breaks:
    'each arrival gives the whole timeout again, so that a slow peer holds the caller for as long as it likes',
  hint: 'Compute one deadline when the call begins, and read with what is left of it.',
  needs: ['timeout.recv.expires', 'data.no-loss-partial'],
  features: ['readexact'],
  takesSeconds: () => (trickle.pauses * trickle.pauseMillis) / 1000,
  async check({ open, expect, hold, nonce, now, declared, voidUnless }) {
    const total = declared('readexact-budget') === 'total'
    const { socket, peer } = await open.connected()
    await socket.setTimeout(trickle.timeoutSeconds)
    const bytes = nonce(trickle.pauses)
    const call = await socket.begin.readExact(total ? wantedBytes : bytes.length)
    // Whatever held the harness up, no byte came later after the one before it, or after the call began, than this.
    let earliest = call.requestedAtMicros
    let longestMillis = 0
    for (const byte of bytes) {
      await hold(trickle.pauseMillis)
      const next = now()
      const isOver = call.settled() !== undefined
      const sentAt = isOver ? next : await peer.send(Buffer.of(byte))
      longestMillis = Math.max(longestMillis, (sentAt - earliest) / 1000)
      if (isOver) break
      earliest = next
    }
    const answer = await call.over(trickle.timeoutSeconds)
    if (total) {
      expect(answer).expiredAfter(trickle.timeoutSeconds)
    } else {
      voidUnless(longestMillis < tricklePauseMostMillis, 'the trickle was held up')
      await expect(answer).isBytes(bytes)
    }
  },
})

/** Whether a reader that has timed out refuses to go on, rather than answer bytes or wait for more. */
const refuses = ({ status }: Call): boolean =>
  !['ok', 'timeout', 'would-block', 'unsupported'].includes(status)

const described = (call: Call): string =>
  call.status === 'ok'
    ? `it answered ${Buffer.from(call.bytes ?? []).toString('latin1')}`
    : `it answered ${call.status} ${call.text}`

/** A read that times out in the middle, then the rest. */
export const partialGather = behaviour({
  id: 'data.no-loss-partial',
  level: 'must',
  tier: 1,
  says: 'Bytes that a read of exactly n had received when its timeout expired are what the next read begins with, or reading on is refused.',
  source: 'micropython issue 3155, hyperion-webos issue 141; CPython testReadAfterTimeout',
  observed:
    'Some of the bytes come and the read expires; after the rest and as many again have come, the next read answers the first n, or an error.',
  breaks: 'what was read into a local buffer is dropped when the timeout is raised',
  hint: 'Keep what has been received in the object, and begin the next read with it.',
  needs: ['timeout.recv.expires'],
  features: ['readexact'],
  given: drawn(
    featureRuns,
    fc.record({ size: fc.integer({ min: 2, max: 200 }), tenths: fc.integer({ min: 1, max: 9 }) }),
  ),
  takesSeconds: () => shortGatherSeconds,
  async check({ open, expect, nonce }, { size, tenths }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(shortGatherSeconds)
    const bytes = nonce(size)
    const part = Math.max(1, Math.floor((size * tenths) / 10))
    await peer.send(bytes.subarray(0, part))
    expect(await socket.readExact(size)).is('timeout')
    await socket.setTimeout(ampleSeconds)
    await peer.send(Buffer.concat([bytes.subarray(part), nonce(size)]))
    const next = await socket.readExact(size)
    const kept = Buffer.from(next.bytes ?? []).equals(bytes)
    expect.that(kept || refuses(next), {
      expected: `the next ${next.name} answers all ${size} bytes from the first on, or an error`,
      happened: `it answered ${next.status}${next.bytes ? ' with other bytes' : ` ${next.text}`}`,
      cause: 'lost-data',
    })
  },
})

const shortGatherSeconds = 0.15

/** A line whose end comes after the timeout. */
export const streamReader = behaviours(
  [
    {
      id: 'timeout.stream-reader',
      level: 'should',
      tier: 2,
      says: 'A reader of lines loses no bytes when its timeout expires: it goes on where it was, or refuses to.',
      source:
        'CPython testReadAfterTimeout; gevent test_makefile_timeout; paramiko issue 1196, asyncssh issue 140',
      observed: 'Half a line comes and readline expires; after the rest and another line, readline again.',
      breaks: 'the half that was read is dropped; the reader has no timeout at all',
      hint: 'Keep the unfinished line in the object, or mark the reader as broken.',
      needs: ['timeout.recv.expires'],
      features: ['readline'],
    },
    {
      id: 'timeout.stream-resumes',
      level: 'note',
      tier: 3,
      says: 'After its timeout a reader of lines does what the wrapper declares: it resumes, or refuses (stream-reader-after-timeout).',
      source: 'CPython socket.makefile refuses',
      observed: 'The second readline answers the whole line, or an error.',
      breaks: 'both ways are found in the field; who reads has to know which it is',
      hint: 'Declare stream-reader-after-timeout=resume if the reader goes on where it was.',
      needs: ['timeout.stream-reader'],
      features: ['readline'],
    },
  ],
  {
    takesSeconds: () => shortGatherSeconds,
    async check({ open, expect, nonce, declared }) {
      const { socket, peer } = await open.connected()
      await socket.setTimeout(shortGatherSeconds)
      const [half, rest, after] = [nonce(), nonce(), nonce()].map((bytes) => bytes.toString('hex'))
      await peer.send(Buffer.from(`${half}`))
      expect
        .of('timeout.stream-reader')(await socket.readLine())
        .expiredAfter(shortGatherSeconds)
      await socket.setTimeout(ampleSeconds)
      await peer.send(Buffer.from(`${rest}\n${after}\n`))
      const next = await socket.readLine()
      const whole = `${half}${rest}\n`
      const resumed = Buffer.from(next.bytes ?? []).toString() === whole
      expect.of('timeout.stream-reader').that(resumed || refuses(next), {
        expected: 'the next readline() answers the whole line, or an error',
        happened: described(next),
        cause: 'lost-data',
      })
      const way = declared('stream-reader-after-timeout')
      expect.of('timeout.stream-resumes').that(resumed === (way === 'resume'), {
        expected: `the reader does what is declared: stream-reader-after-timeout=${way}`,
        happened: described(next),
      })
    },
  },
)
