import type { BehaviourResult } from '../../harness/record/schema.ts'
import { elided } from './elided.ts'

type Event = BehaviourResult['trace'][number]

/** One line of a timeline. Times are milliseconds since the trial began, with one decimal. */
export interface TimelineLine {
  readonly time: string
  /** The calls that are open at this moment, drawn downwards. */
  readonly calls: string
  readonly who: string
  readonly what: string
}

/** A call shorter than this, with nothing happening meanwhile, is one line. */
const shortMicros = 10_000

/** So many equal events in a row are shown. */
const mostAlike = 4

/** So much of a trial is told; what is left out in the middle is in the record. */
const most = { first: 6, last: 18 }

interface Moment {
  readonly atMicros: number
  readonly event: Event
  readonly edge: 'begin' | 'end' | 'whole' | 'moment'
}

/** Draws what happened, from top to bottom. Pure. */
export function timeline(trace: readonly Event[]): readonly TimelineLine[] {
  const told = folded(trace)
  const moments = told
    .flatMap((event) => momentsOf(event, told))
    // Stable: what was noted first stays first where the clock cannot tell.
    .toSorted((a, b) => a.atMicros - b.atMicros)
  const open: (Event | undefined)[] = []
  const lines = moments.map((moment) => lineOf(moment, open))
  const columns = Math.max(0, ...lines.map(({ calls }) => calls.length))
  const padded = lines.map((line) => ({ ...line, calls: line.calls.padEnd(columns) }))
  const calls = ' '.repeat(columns)
  return elided(padded, most, (left) => ({
    time: '',
    calls,
    who: '',
    what: `… ${left} more lines, in the record …`,
  }))
}

/** A call that is repeated in vain would push what matters out of sight: of many in a row the first and the last stay. */
export function folded(trace: readonly Event[]): readonly Event[] {
  const runs: Event[][] = []
  for (const event of trace.toSorted((a, b) => a.atMicros - b.atMicros)) {
    const run = runs.at(-1)
    if (run?.[0]?.who === event.who && run[0].what === event.what) run.push(event)
    else runs.push([event])
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)]
    if (run.length <= mostAlike || !first || !last) return run
    const between = {
      atMicros: last.atMicros,
      who: 'harness' as const,
      what: `… and so ${run.length - 2} more times …`,
    }
    return [first, between, last]
  })
}

function momentsOf(event: Event, trace: readonly Event[]): Moment[] {
  const { atMicros, untilMicros, who } = event
  // A call without an end never returned; a peer or the harness has nothing but moments.
  if (untilMicros === undefined) return [{ atMicros, event, edge: who === 'wrapper' ? 'begin' : 'moment' }]
  const within = trace.some(
    (other) => other !== event && other.atMicros > atMicros && other.atMicros < untilMicros,
  )
  if (!within && untilMicros - atMicros < shortMicros) return [{ atMicros, event, edge: 'whole' }]
  return [
    { atMicros, event, edge: 'begin' },
    { atMicros: untilMicros, event, edge: 'end' },
  ]
}

function lineOf({ atMicros, event, edge }: Moment, open: (Event | undefined)[]): TimelineLine {
  const line = { time: (atMicros / 1000).toFixed(1), who: event.who }
  const through = open.map((each) => (each ? '│' : ' '))
  switch (edge) {
    case 'moment':
      return { ...line, calls: through.join(''), what: event.what }
    case 'whole':
      return { ...line, calls: drawn(through, freeSlot(open), '─'), what: event.what }
    case 'begin': {
      const slot = freeSlot(open)
      open[slot] = event
      const returned = event.untilMicros !== undefined
      return { ...line, calls: drawn(through, slot, '┬'), what: returned ? callIn(event.what) : event.what }
    }
    case 'end': {
      const slot = open.indexOf(event)
      open[slot] = undefined
      const took = ((atMicros - event.atMicros) / 1000).toFixed(1)
      return { ...line, calls: drawn(through, slot, '┴'), what: ended(event.what, took) }
    }
  }
}

function freeSlot(open: readonly (Event | undefined)[]): number {
  const free = open.indexOf(undefined)
  return free === -1 ? open.length : free
}

function drawn(through: readonly string[], slot: number, sign: string): string {
  const signs = [...through]
  signs[slot] = sign
  return signs.join('')
}

/** `recv(16) took 500.2 ms → timeout`: the time first, since what is long is cut at its end. */
function ended(what: string, millis: string): string {
  const call = callIn(what)
  return `${call} took ${millis} ms${what.slice(call.length)}`
}

/** `recv(16) → timeout` begins as `recv(16)`. */
const callIn = (what: string): string => what.split(' → ')[0] ?? what
