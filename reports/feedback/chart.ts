import { lateMicros } from '../../harness/clock.ts'
import { escaped } from '../html/escape.ts'
import { duration, earlyMicros } from '../html/scales.ts'
import type { Happening } from './happenings.ts'

/** Units that the width of a track is parted into. */
const wide = 1000

/**
 * What happened, from top to bottom, each beside its place in time: calls of the class from beginning to end, acts of the
 * other side as dots, and what is allowed around an expiry as a band. It needs no script.
 */
export function chart(events: readonly Happening[]): string {
  const bands = events.flatMap((event) => bandOf(event) ?? [])
  const last = Math.max(
    ...events.map(({ atMicros, untilMicros }) => untilMicros ?? atMicros),
    ...bands.map(({ to }) => to),
  )
  const end = Math.max(last, 1) * 1.04
  const items = events.map((event) => item(event, { end, bands }))
  return `<ol class="timeline">${items.join('')}</ol><p class="legend">${legend(bands[0])}</p>`
}

interface Band {
  readonly event: Happening
  readonly from: number
  readonly expiry: number
  readonly to: number
}

interface Ground {
  readonly end: number
  readonly bands: readonly Band[]
}

function bandOf(event: Happening): Band | undefined {
  const { atMicros, timeoutSeconds } = event
  if (timeoutSeconds === undefined) return undefined
  const expiry = atMicros + timeoutSeconds * 1e6
  return {
    event,
    expiry,
    from: expiry - earlyMicros,
    to: atMicros + timeoutSeconds * 1e6 + lateMicros(timeoutSeconds),
  }
}

const called: Readonly<Record<Happening['who'], string>> = {
  wrapper: '',
  peer: 'the other side ',
  harness: '',
}

function item(event: Happening, ground: Ground): string {
  const { who, what, atMicros, untilMicros } = event
  const [name = what, ...answer] = what.split(/(?= → )/)
  const took = untilMicros === undefined ? '' : ` took ${duration(untilMicros - atMicros)}`
  const told =
    who === 'wrapper'
      ? `<b>${escaped(name)}</b>${took}${escaped(answer.join(''))}`
      : escaped(`${called[who]}${what}`)
  return `<li class="${who}"><span class="at">${(atMicros / 1000).toFixed(1)}</span><span class="what">${told}</span>${track(event, ground)}</li>`
}

function track(event: Happening, { end, bands }: Ground): string {
  const x = (micros: number): number => Math.round((micros / end) * wide)
  const grounds = bands.map(
    ({ from, to, expiry }) =>
      `<rect class="band" x="${x(from)}" y="0" width="${Math.max(2, x(to) - x(from))}" height="20"/><path class="expiry" d="M${x(expiry)} 0v20"/>`,
  )
  return `<svg class="track" viewBox="0 0 ${wide} 20" preserveAspectRatio="none" aria-hidden="true">${grounds.join('')}${mark(event, x, { end, bands })}</svg>`
}

/** Of a call that was to end in a timeout, the part that is too much, or that is missing, is told apart. */
function mark(event: Happening, x: (micros: number) => number, { end, bands }: Ground): string {
  const { who, what, atMicros, untilMicros } = event
  if (who !== 'wrapper') return `<path class="${who}-dot" d="M${x(atMicros)} 10h0"/>`
  const part = (kind: string, from: number, to: number): string =>
    `<rect class="${kind}" x="${x(from)}" y="5" width="${Math.max(5, x(to) - x(from))}" height="10"/>`
  const until = untilMicros ?? end
  const due = bands.find((band) => band.event === event)
  if (!due) return part(untilMicros === undefined ? 'open' : 'call', atMicros, until)
  if (until > due.to) return part('call', atMicros, due.to) + part('missed', due.to, until)
  if (until < due.from) return part('call', atMicros, until) + part('missing', until, due.from)
  return part(what.includes(' → timeout') ? 'met' : 'call', atMicros, until)
}

function legend(band: Band | undefined): string {
  const plain =
    'Milliseconds since the beginning; a bar is a call of your class, a dot an act of the other side.'
  if (!band) return plain
  const [from, to] = [band.from, band.to].map((micros) => duration(micros - band.event.atMicros))
  return `<span class="swatch band"></span> allowed: the call returns ${from} to ${to} after it began. ${plain}`
}
