import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hangGraceMillis } from '../clock.ts'
import { InFlight } from '../lanes/in-flight.ts'
import type { Lane } from '../lanes/lane.ts'
import { Driver } from './driver.ts'
import { TrialLog } from './log.ts'
import { Patience } from './patience.ts'

let received = 0
let waited = 0
let call: InFlight

const lane: Lane = {
  pid: undefined,
  usable: true,
  inFlight: [],
  noise: [],
  call(operation) {
    call = new InFlight(operation, (overdue) => overdue.finish(overdue.hang()))
    return call
  },
  close: () => Promise.resolve(),
}

const driver = (): Driver =>
  new Driver(
    lane,
    new TrialLog(['any']),
    {},
    () => {},
    () => ({ threads: new Map(), harnessMicros: 0 }),
    () =>
      new Patience(
        () => received,
        () => waited,
      ),
  )

/** Seconds go by in which so much arrives, and the harness waits for a core most of the time or never. */
const pass = async (seconds: number, bytesPerSecond: number, starves: boolean): Promise<void> => {
  for (let second = 0; second < seconds; second++) {
    received += bytesPerSecond
    if (starves) waited += 900_000
    await vi.advanceTimersByTimeAsync(1_000)
  }
}

const answer = (): void =>
  call.finish({
    kind: 'reply',
    status: 'ok',
    words: [],
    text: '',
    insideMicros: 0,
    requestedAtMicros: 0,
    repliedAtMicros: 1,
  })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a call whose bytes arrive slowly beside a harness that starves may be over after its deadline', async () => {
  const sent = driver().call('sendall(400000 bytes)', 'sendall', [])
  await pass(25, 18_000, true)
  answer()
  await expect(sent).resolves.toMatchObject({ status: 'ok' })
})

test.each([
  ['nothing arrives any more', 0, true],
  ['the harness can run', 18_000, false],
])('a call hangs after its deadline if %s', async (_, bytesPerSecond, starves) => {
  const sent = driver()
    .call('sendall(400000 bytes)', 'sendall', [])
    .catch((error: unknown) => error)
  await pass(hangGraceMillis / 1000 + 1, bytesPerSecond, starves)
  expect(call.settled()).toMatchObject({ kind: 'hang' })
  expect(await sent).toMatchObject({ end: { kind: 'hang' } })
})
