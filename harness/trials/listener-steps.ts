import fc from 'fast-check'
import type { Stratum } from '../engine/behaviour.ts'
import type { ListenerStep } from '../model/listener.ts'
import type { Step } from '../model/steps.ts'
import { sequences } from './sequences.ts'
import { setTo, settings } from './steps.ts'
import { listenerEventRuns } from './table.ts'

/** What is done to an accepted connection. */
const onAccepted: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('recv' as const), size: fc.constantFrom(1, 1_000) }),
  fc.record({ act: fc.constant('set' as const), setting: settings }),
  fc.record({ act: fc.constant('peer sends' as const), bytes: fc.constant(3) }),
  fc.record({ act: fc.constant('send' as const), bytes: fc.constant(3) }),
  fc.record({ act: fc.constant('shutdown' as const), how: fc.constantFrom('write' as const, 'both') }),
  fc.record({ act: fc.constantFrom('peer ends' as const, 'close') }),
)

/** One step of any kind: what sequences shrink by. */
const any: fc.Arbitrary<ListenerStep> = fc.oneof(
  fc.record({ act: fc.constant('set' as const), setting: settings }),
  fc.record({ act: fc.constantFrom('accept' as const, 'client dials', 'close') }),
  fc.record({ act: fc.constant('on accepted' as const), which: fc.constantFrom(0, 1), step: onAccepted }),
)

const on = (step: Step, which = 0): ListenerStep => ({ act: 'on accepted', which, step })
const set = settings.map((setting): readonly ListenerStep[] => [{ act: 'set', setting }])
const setAccepted = settings.map((setting) => [on({ act: 'set', setting })])
const welcome: readonly ListenerStep[] = [{ act: 'client dials' }, { act: 'accept' }]
const hears = on({ act: 'recv', size: 1_000 })

/** What may leave something behind in a listener, or in a socket that it has accepted. */
const events: readonly (readonly ListenerStep[])[] = [
  welcome,
  [{ act: 'set', setting: setTo.short }, { act: 'accept' }],
  [{ act: 'set', setting: setTo.nonblocking }, { act: 'accept' }],
  [on({ act: 'set', setting: setTo.longer }), hears],
  [on({ act: 'set', setting: setTo.nonblocking }), hears],
  [on({ act: 'peer sends', bytes: 3 }), on({ act: 'recv', size: 1 })],
  [on({ act: 'peer ends' }), hears],
  [on({ act: 'close' })],
  [{ act: 'close' }],
]

/** Whether either is still as it was. */
const look = fc.constantFrom<readonly ListenerStep[]>(
  [hears, { act: 'accept' }],
  [{ act: 'accept' }, hears],
  [{ act: 'accept' }, on({ act: 'recv', size: 1_000 }, 1)],
)

/** Sequences of a listener, its clients and the sockets that it has accepted; each event has its turn at being first. */
export const listenerSequences = (): readonly Stratum<{ steps: ListenerStep[] }>[] =>
  events.map((first) => ({
    arbitrary: fc.record({
      steps: sequences(
        fc
          .tuple(
            set,
            fc.constant(welcome),
            setAccepted,
            fc.constant(first),
            look,
            fc.constantFrom(...events),
            look,
          )
          .map((each) => each.flat()),
        any,
      ),
    }),
    runs: listenerEventRuns,
  }))
