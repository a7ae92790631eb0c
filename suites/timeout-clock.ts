import fc from 'fast-check'
import { wallClockSteps } from '../harness/clock.ts'
import { behaviour, type Stratum } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn } from '../harness/trials/table.ts'

/** The step comes when this share of the timeout has passed. */
const share = 0.3

/** Read as slowly as this, a small pipe wakes a sender two to four times a second; it would take all of it in seconds. */
const steady = { bytesPerSecond: 200_000, bytes: 1_000_000 }

/** A wait that follows the clock is late by the whole step back; one that is less late than half of it is judged elsewhere. */
const expiryAfter = (step: number) =>
  step < 0 ? { mostLateSeconds: -step / 2 } : { weigh: 'early' as const }

type Waits = 'recv' | 'accept' | 'connect'
const waits: readonly Waits[] = ['recv', 'accept', 'connect']

/** Each step once for each of the calls. */
const steps = <Name>(
  calls: readonly Name[],
  millis: { min: number; max: number },
): readonly Stratum<{ call: Name; step: number; seconds: number }>[] =>
  calls.flatMap((call) =>
    wallClockSteps.flatMap((step) =>
      drawn(1, fc.record({ call: fc.constant(call), step: fc.constant(step), seconds: durations(millis) })),
    ),
  )

export const monotonic = behaviour({
  id: 'timeout.monotonic',
  level: 'must',
  tier: 2,
  says: 'A step of the wall clock during a wait changes nothing: recv, accept and connect end after their timeout.',
  source:
    'CPython socketmodule.c, which counts on the monotonic clock; paramiko issue 2045, eventlet issue 520',
  observed:
    'In mid-wait, what the language offers as wall-clock time goes an hour ahead, or two seconds back.',
  breaks:
    'the deadline is computed from the time of day, so that the wait ends with a step or goes on for it',
  hint: 'Take deadlines from a monotonic clock: time.monotonic, process.hrtime or performance.now, CLOCK_MONOTONIC.',
  needs: ['recv', 'accept', 'connect'].flatMap((call) =>
    ['expires', 'not-early', 'not-late'].map((claim) => `timeout.${call}.${claim}`),
  ),
  stages: ['wall-clock'],
  given: steps(waits, { min: 200, max: 300 }),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, peers, expect, stepClock }, { call, step, seconds }) {
    const ready = {
      recv: async () => (await open.connected()).socket,
      accept: async () => (await open.listener()).listener,
      connect: () => open.socket(),
    }
    const socket = await ready[call]()
    const address = await peers.sharedBlackhole()
    await socket.setTimeout(seconds)
    await stepClock(share * seconds, step)
    const waited = {
      recv: () => socket.recv(16),
      accept: () => socket.accept(),
      connect: () => socket.connect(address),
    }
    const answer = await waited[call]()
    expect(answer).expiredAfter(seconds, expiryAfter(step))
  },
})

export const sendAllMonotonic = behaviour({
  id: 'timeout.sendall.monotonic',
  level: 'must',
  tier: 2,
  says: 'A step of the wall clock while sendall waits, again and again, for room neither ends it nor prolongs it.',
  source:
    'Python library reference, socket.sendall; gevent _sendall, which takes its deadline from time.time()',
  observed:
    'The peer reads slowly; in the midst of sendall the wall clock goes an hour ahead, or two seconds back.',
  breaks: 'what is left of the timeout is computed anew for each partial send, and from the time of day',
  hint: 'Take the deadline of sendall from a monotonic clock, as that of every other call.',
  needs: ['timeout.send.expires', 'timeout.sendall.total'],
  stages: ['wall-clock'],
  variants: { 'write-timeout': 'yes', 'sendall-budget': 'total' },
  given: steps(['sendall'], { min: 900, max: 1100 }),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, nonce, stepClock, voidUnless }, { step, seconds }) {
    const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
    await socket.setTimeout(seconds)
    peer.read(steady.bytesPerSecond)
    const payload = nonce(steady.bytes)
    await stepClock(share * seconds, step)
    const call = await socket.sendAll(payload)
    const inTime = call.status === 'ok' && call.outsideMicros < 2 * seconds * 1e6
    voidUnless(!inTime, 'the pipe took everything about as fast as the timeout passed')
    expect(call).expiredAfter(seconds, expiryAfter(step))
  },
})
