import fc from 'fast-check'
import { resolutionSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Expect } from '../harness/engine/expect.ts'
import { describeAnswer } from '../harness/engine/calls.ts'
import type { Socket } from '../harness/engine/socket.ts'
import { firstMode, isBlocking, type Mode, modeAfter, settingInWords } from '../harness/model/mode.ts'
import { settingsWithZero } from '../harness/model/settings.ts'
import { drawn, each, fewSequences, sequenceSteps } from '../harness/trials/table.ts'

/** From a millisecond to an hour, as people write them and as arithmetic leaves them. */
const timeouts = fc.oneof(
  fc.integer({ min: 1, max: 3_600_000 }).map((millis) => millis / 1000),
  fc.double({ min: 0.001, max: 3_600, noNaN: true }),
)

export const timeoutRoundtrip = behaviour({
  id: 'mode.timeout-roundtrip',
  level: 'must',
  tier: 1,
  says: 'The timeout that was set is the timeout that gettimeout answers, to the millisecond.',
  source:
    'Python library reference, socket.gettimeout; CPython test_timeout testFloatReturnValue; Rust std net timeouts',
  observed: 'Timeouts between 1 ms and an hour are set and read back.',
  breaks: 'the timeout is stored in whole seconds or in another unit, or the getter answers a constant',
  hint: 'Keep the timeout as it was given, and convert it where a system call wants another unit.',
  given: [...each({ seconds: 0.5 }), ...drawn(16, fc.record({ seconds: timeouts }))],
  async check({ open, expect }, { seconds }) {
    const socket = await open.socket()
    await socket.setTimeout(seconds)
    await answersTimeout(seconds, socket, expect)
  },
})

export const intAndFloat = behaviour({
  id: 'mode.int-and-float',
  level: 'should',
  tier: 3,
  says: 'Whole and fractional seconds are accepted alike: 1 stays 1 and 0.5 stays 0.5.',
  source: 'CPython test_timeout testReturnType; micropython#2402: a port without fractions of a second',
  observed: 'Whole and fractional timeouts are set in turn on one socket, and each is read back.',
  breaks: 'the timeout goes through an integer somewhere, or only one kind of number is accepted',
  hint: 'Take any number of seconds; round only for the system call, and upward.',
  needs: ['mode.timeout-roundtrip'],
  async check({ open, expect }) {
    const socket = await open.socket()
    for (const seconds of [1, 0.5, 2, 1.5, 60, 0.25]) {
      await socket.setTimeout(seconds)
      await answersTimeout(seconds, socket, expect)
    }
  },
})

export const gettersConsistent = behaviour({
  id: 'mode.getblocking-consistent',
  level: 'must',
  tier: 1,
  says: 'getblocking answers whether calls may wait, and gettimeout the timeout, as of the last setting, in every state.',
  source: 'CPython test_socket NonblockConstantTest and assert_sock_timeout; Adafruit Wiznet5k#179',
  observed:
    'Both are asked after each step of a drawn sequence of settings, on a new, a connected and a listening socket.',
  breaks: 'the getter knows only one of the two setters, or says that a socket with a timeout does not block',
  hint: 'Keep one value: no timeout, zero, or seconds. getblocking is "not zero", gettimeout is the value.',
  needs: [
    'mode.default-blocking',
    'mode.timeout-roundtrip',
    'mode.none-is-blocking',
    'mode.zero-is-nonblocking',
    'mode.setblocking-true-clears',
    'mode.setblocking-false-is-zero',
    'mode.timeout-after-nonblocking',
  ],
  variants: { zero: 'nonblocking', modes: 'all' },
  given: drawn(
    fewSequences,
    fc.record({
      state: fc.constantFrom('new', 'connected', 'listening'),
      settings: fc.array(settingsWithZero, { maxLength: sequenceSteps }),
    }),
  ),
  async check({ open, expect }, { state, settings }) {
    const opened = {
      new: () => open.socket(),
      connected: async () => (await open.connected()).socket,
      listening: async () => (await open.listener()).listener,
    }
    const socket = await opened[state]()
    await answersMode(firstMode, 'at first', socket, expect)
    for (const setting of settings) {
      await socket.set(setting)
      await answersMode(modeAfter(setting), `after ${settingInWords(setting)}`, socket, expect)
    }
  },
})

async function answersMode(mode: Mode, when: string, socket: Socket, expect: Expect): Promise<void> {
  const blocking = await socket.attempt.getBlocking()
  expect.that(blocking.flag === isBlocking(mode), {
    expected: `getblocking() answers ${isBlocking(mode)} ${when}`,
    happened: `it answered ${describeAnswer(blocking)}`,
  })
  await answersTimeout(mode, socket, expect, when)
}

async function answersTimeout(mode: Mode, socket: Socket, expect: Expect, when = ''): Promise<void> {
  const call = await socket.attempt.getTimeout()
  const answer = call.timeoutSeconds
  const same =
    typeof answer === 'number' && mode !== null
      ? Math.abs(answer - mode) <= resolutionSeconds && (answer === 0) === (mode === 0)
      : answer === mode
  expect.that(same, {
    expected: `gettimeout() answers ${mode ?? 'no timeout'} ${when || `after settimeout(${mode ?? 'none'})`}`,
    happened: `it answered ${describeAnswer(call)}`,
  })
}
