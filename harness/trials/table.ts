import fc from 'fast-check'
import type { Stratum } from '../engine/behaviour.ts'
import { ampleSeconds } from '../clock.ts'
import { durations } from './durations.ts'
import { loopbackHosts } from './hosts.ts'

/**
 * How many trials decide a behaviour, and of what. All counts of the project stand here.
 */

/** The share of what is drawn that a quick run tries, one of each stratum at least. */
export const quickShare = 1 / 3

/** One trial that needs no input. */
export const once: readonly Stratum<undefined>[] = [
  { arbitrary: fc.constant(undefined), runs: 1, fixed: true },
]

/** One trial for each row. */
export const each = <Row>(...rows: readonly Row[]): readonly Stratum<Row>[] =>
  rows.map((row) => ({ arbitrary: fc.constant(row), runs: 1, fixed: true }))

/** `runs` trials of inputs drawn from one arbitrary. */
export const drawn = <Input>(runs: number, arbitrary: fc.Arbitrary<Input>): readonly Stratum<Input>[] => [
  { arbitrary, runs },
]

/**
 * Expiries: 0.5 s and 1.5 s always among them, some drawn to the millisecond. Short ones show
 * constant errors, long ones relative ones; a grid of round values alone would hide slices and truncation.
 */
export function expiries(): readonly Stratum<{ seconds: number }>[] {
  const strata: readonly [Parameters<typeof durations>[0], number][] = [
    [[20, 40, 80], 2],
    [{ min: 120, max: 480 }, 2],
    [[500], 1],
    [{ min: 510, max: 990 }, 1],
    [[1500], 1],
  ]
  return strata.map(([from, runs]) => ({ arbitrary: fc.record({ seconds: durations(from) }), runs }))
}

/** Expiries of recv: of one stratum, the peers are elsewhere on the loopback network. */
export const recvExpiries = (): readonly Stratum<{ seconds: number; host?: string }>[] =>
  expiries().map((stratum, index) => (index === 1 ? elsewhere(stratum) : stratum))

const elsewhere = <Input extends object>(stratum: Stratum<Input>): Stratum<Input & { host?: string }> => ({
  ...stratum,
  arbitrary: fc
    .tuple(stratum.arbitrary, loopbackHosts())
    .map(([input, host]): Input & { host?: string } => ({ ...input, host })),
})

/** Both ends of a connection can be the wrapper's; and one whose peer is elsewhere on the loopback network. */
export const bothEnds = (): readonly Stratum<{ how: 'connected' | 'accepted'; host?: string }>[] => [
  ...each({ how: 'connected' as const }, { how: 'accepted' as const }),
  ...drawn(1, fc.record({ how: fc.constant('connected' as const), host: loopbackHosts() })),
]

/** Expiries of what waits as recv does, but costs more to set up: one from every stratum but the longest that is drawn. */
export const fewerExpiries = (): readonly Stratum<{ seconds: number }>[] =>
  expiries()
    .filter((_, index) => index !== 3)
    .map((stratum) => ({ ...stratum, runs: 1 }))

/** Expiries of what a feature adds, which waits as the core does. */
export const featureExpiries = (): readonly Stratum<{ seconds: number }>[] =>
  drawn(2, fc.record({ seconds: durations({ min: 120, max: 480 }) }))

/** Expiries of a send, whose system call is watched for being late elsewhere; the last against a clip at a second. */
export const sendExpiries = (): readonly Stratum<{ seconds: number }>[] =>
  drawn(1, fc.record({ seconds: durations({ min: 120, max: 480 }) })).concat(
    drawn(1, fc.record({ seconds: durations([1500]) })),
  )

/** Holds of a blocked call, in milliseconds: drawn, since a fixed hold falls into step with a poller. */
export const holds = (): fc.Arbitrary<number> => fc.integer({ min: 200, max: 350 })

/** Wake-ups: ten for each operation. */
export const wakeUps = (): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(10, fc.record({ holdMillis: holds() }))

/** One expiry, to the millisecond, of what others of its kind are watched for more closely. */
export const drawnTimeout = (): readonly Stratum<{ seconds: number }>[] =>
  drawn(1, fc.record({ seconds: durations({ min: 120, max: 480 }) }))

/** Connects to a queue that is full: until the timeout has passed, or until there is room long before it has. */
export const backlogWaits = (): readonly Stratum<{ seconds: number; holdMillis?: number }>[] => [
  ...drawn(1, fc.record({ seconds: durations({ min: 120, max: 480 }) })),
  ...drawn(1, fc.record({ seconds: fc.constant(ampleSeconds), holdMillis: holds() })),
]

/** Wake-ups of what another family of sockets does as TCP does. */
export const familyWakeUps = (): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(2, fc.record({ holdMillis: holds() }))

/** Wake-ups of calls with a timeout, which hold twice as many calls each. */
export const timedWakeUps = (): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(5, fc.record({ holdMillis: holds() }))

/** Wake-ups that take long to bring about: a full pipe. */
export const slowWakeUps = (): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(5, fc.record({ holdMillis: holds() }))

/**
 * A connect to a full accept queue costs a SYN's interval. One that outlasts a timeout of a second, which may be hidden,
 * shows all there is to see: the next SYN comes 2 to 3 s after the first.
 */
export const connects = (): readonly Stratum<{ holdMillis: number }>[] => each({ holdMillis: 1_200 })

/** Events that beat a timeout: what matters is which of the two the call answers. */
export const events = (): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(3, fc.record({ holdMillis: holds() }))

/** Races between data and an expiry: 70 in all, seven on each connection. */
export const races = (asideMicros: number): readonly Stratum<{ asides: number[] }>[] => {
  const aside = fc.integer({ min: -asideMicros, max: asideMicros })
  return drawn(10, fc.record({ asides: fc.array(aside, { minLength: 7, maxLength: 7 }) }))
}

/** Calls that wait side by side, one for each socket of one process; disturbances of one wait. */
export const parallelCalls = 8
export const disturbances = 4

/**
 * Readers that wait for one connection, single bytes that wake them all, and calls that keep the process busy meanwhile.
 * Without those, a byte found a second reader between its wake-up and its read one time in ten; with them, nearly always.
 */
export const spuriousReaders = 4
export const spuriousBytes = 4
export const crowdedCalls = 20
export const acceptors = 4

/** Timeouts that are set while a call waits. None is so short that what is to be read is not read in time. */
export const settingRaces = (): readonly Stratum<{ settings: (number | null)[] }>[] => {
  const seconds = fc.oneof(fc.constant(null), durations({ min: 200, max: 900 }))
  return drawn(fewRuns, fc.record({ settings: fc.array(seconds, { minLength: 3, maxLength: 6 }) }))
}

/** How often it is tried to see what need be seen once. */
export const existenceTries = 3

/** Races between data and a cancellation: 30 in all, ten on each connection. */
export const cancellations = (asideMicros: number): readonly Stratum<{ asides: number[] }>[] => {
  const aside = fc.integer({ min: -asideMicros, max: asideMicros })
  return drawn(fewRuns, fc.record({ asides: fc.array(aside, { minLength: 10, maxLength: 10 }) }))
}

/** Waits that are disturbed, and waits beside which another call is made. */
export const besideRuns = 2

/** Holds of calls that wait beside others. */
export const holdsOf = (runs: number): readonly Stratum<{ holdMillis: number }>[] =>
  drawn(runs, fc.record({ holdMillis: holds() }))

/** Expiries one after another, and timeouts that are changed: a few of each kind. */
export const fewRuns = 3

/** What a feature adds, tried where one trial would do if nothing came between. */
export const featureRuns = 2

/** Calls in a row, to see whether each of them leaves a descriptor or a thread behind. */
export const leakRuns = 20

/** And in all where descriptors became more: Python's collector runs after 700 objects, a few calls' worth of each. */
export const suspectRuns = 400

/** Sockets in a row, each closed, and attempts that fail: what one leaves behind the next leaves behind as well. */
export const closeRuns = 10

/** Behaviours of data that a few small inputs or one large one decide. */
export const fewData = 5
export const fewPipes = 2

/** Calls in a row, each of which is measured, and calls in a row that must leave no trace. */
export const immediateCalls = 5
export const repeatedCalls = 200

/** Behaviours of data. */
export const dataRuns = 30

/** Sequences against a model, and their length. */
export const sequenceRuns = 10

/** Conversations of datagrams, how many of them each, and how large one is: less than the smallest packets carry. */
export const datagramRuns = 4
export const datagrams = { fewest: 3, most: 8, bytes: 1_200 }

/** Sequences of a connection, or of a listener, that begin with a given event; there are ten and nine events. */
export const eventRuns = 3
export const listenerEventRuns = 2

/** Sequences whose steps the model of a connection takes as well: they are for what only they look at. */
export const fewSequences = 8

/** Sequences of settings with a given end, of which there are twelve. */
export const endingRuns = 1
export const sequenceSteps = 12
