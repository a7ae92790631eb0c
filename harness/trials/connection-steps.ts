import fc from 'fast-check'
import type { Stratum } from '../engine/behaviour.ts'
import type { Step } from '../model/steps.ts'
import { sequences } from './sequences.ts'
import { setTo, settings } from './steps.ts'
import { eventRuns } from './table.ts'

/** More than a small pipe holds, so that a few of them fill it whatever the wrapper keeps in memory of its own. */
const fillBytes = 120_000

/** Of the sends that follow: where many run at once, a pipe that was full finds more room while it is filled. */
const topUpBytes = 30_000

/** One step of any kind, the simplest of each kind first: what sequences shrink by. */
const any: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('set' as const), setting: settings }),
  fc.record({ act: fc.constant('recv' as const), size: fc.constantFrom(1, 1_000) }),
  fc.record({
    act: fc.constantFrom('send' as const, 'sendall' as const),
    bytes: fc.constantFrom(3, topUpBytes, fillBytes),
  }),
  fc.record({ act: fc.constant('peer sends' as const), bytes: fc.constantFrom(3, 40) }),
  fc.record({
    act: fc.constant('shutdown' as const),
    how: fc.constantFrom('write' as const, 'read', 'both'),
  }),
  fc.record({ act: fc.constantFrom('peer stalls' as const, 'peer reads', 'peer ends', 'peer resets') }),
  fc.record({ act: fc.constant('close' as const) }),
)

const set = settings.map((setting): Step => ({ act: 'set', setting }))
const recvAll: Step = { act: 'recv', size: 1_000 }
const fill: Step = { act: 'send', bytes: fillBytes }
const topUp: Step = { act: 'send', bytes: topUpBytes }

/** What may leave something behind in a socket. */
export const events: readonly (readonly Step[])[] = [
  [
    { act: 'peer sends', bytes: 40 },
    { act: 'recv', size: 1 },
  ],
  [{ act: 'set', setting: setTo.short }, recvAll, recvAll],
  [
    { act: 'peer stalls' },
    { act: 'set', setting: setTo.nonblocking },
    fill,
    fill,
    topUp,
    topUp,
    topUp,
    topUp,
  ],
  [{ act: 'peer stalls' }, { act: 'set', setting: setTo.short }, { act: 'sendall', bytes: fillBytes }],
  [{ act: 'peer ends' }, recvAll],
  [{ act: 'peer resets' }],
  [{ act: 'shutdown', how: 'write' }],
  [{ act: 'shutdown', how: 'read' }],
  [{ act: 'shutdown', how: 'both' }],
  [{ act: 'close' }],
]

const left: readonly Step[] = [
  { act: 'peer sends', bytes: 40 },
  { act: 'recv', size: 1 },
]

/** Most sequences of a connection begin with bytes that are received, and only a part of them asked for. */
const leftOver = fc.constantFrom<readonly Step[]>(left, [], left)

const calls = fc.constantFrom<readonly Step[]>(
  [],
  [{ act: 'send', bytes: 3 }],
  [{ act: 'sendall', bytes: 3 }],
)

/** A recv in whatever mode the socket is in tells whether that is still the same, and one in another whether it can change. */
const look: fc.Arbitrary<readonly Step[]> = fc
  .tuple(set, calls)
  .map(([setting, more]) => [recvAll, setting, recvAll, ...more])

const blocks = (...parts: fc.Arbitrary<readonly Step[]>[]): fc.Arbitrary<Step[]> =>
  fc.tuple(...parts).map((each) => each.flat())

/**
 * Sequences of what both ends of a connection do: something to start from, an event, a look, another event, a look.
 * Each event has its turn at being the first; drawn freely, pairs of them would seldom meet.
 */
export const connectionSequences = (): readonly Stratum<{ steps: Step[] }>[] =>
  events.map((first) => ({
    arbitrary: fc.record({
      steps: sequences(
        blocks(
          leftOver,
          set.map((step) => [step]),
          fc.constant(first),
          look,
          fc.constantFrom(...events),
          look,
        ),
        any,
      ),
    }),
    runs: eventRuns,
  }))
