import { data, draw, duration, make, text } from './data.js'

const who = ['wrapper', 'peer', 'harness']
const wide = 1000

/**
 * What happened in a trial, from top to bottom, each beside its place in time: the wrapper's calls from their request to
 * their return, what the peer did, and what was allowed around an expiry.
 * @param {import('./data.js').Event[]} events
 */
export function timeline(events) {
  const bands = events.flatMap((event) => bandOf(event) ?? [])
  const last = Math.max(...events.map(([, at, until]) => Math.max(at, until)), ...bands.map(({ to }) => to))
  const end = Math.max(last, 1) * 1.04
  /** @param {number} micros */
  const x = (micros) => Math.round((micros / end) * wide)
  const ticks = ticksTo(end)
  const grid = ticks.map((micros) => `M${x(micros)} 0v20`).join('')
  const labels = ticks.map((micros) =>
    draw('text', { x: `${(micros / end) * 100}%`, y: 11 }, micros === 0 ? '0' : duration(micros)),
  )
  const items = events.map((event) =>
    make('li', { class: who[event[0]] ?? '' }, ...item(event, x, end, bands, grid)),
  )
  const first = bands[0]
  return make(
    'div',
    {},
    make('div', { class: 'timeline-axis', 'aria-hidden': 'true' }, draw('svg', { class: 'axis' }, ...labels)),
    make('ol', { class: 'timeline' }, ...items),
    make('p', { class: 'legend' }, ...legend(first)),
  )
}

/** @typedef {{ from: number, expiry: number, to: number, at: number, until: number }} Band */

/** @param {import('./data.js').Event} event @returns {Band | undefined} */
function bandOf([, at, until, , seconds]) {
  if (seconds === undefined) return undefined
  const { earlyMicros, lateMicros, latePerSecondMicros } = data.band
  const expiry = at + seconds * 1e6
  return {
    at,
    until,
    expiry,
    from: expiry - earlyMicros,
    to: expiry + lateMicros + latePerSecondMicros * seconds,
  }
}

/** @param {import('./data.js').Event} event @param {(micros: number) => number} x @param {number} end @param {Band[]} bands @param {string} grid */
function item(event, x, end, bands, grid) {
  const [kind, at, until, what] = event
  const call = text(what)
  const took = until > 0 ? ` took ${duration(until - at)}` : ''
  const [name, answer] = call.split(/(?= → )/, 2)
  const told =
    kind === 0
      ? [make('b', {}, name ?? ''), took, answer ?? (until > 0 ? '' : ' → never returned')]
      : [`${who[kind]} ${call}`]
  return [
    make('span', { class: 'at' }, (at / 1000).toFixed(1)),
    make('span', { class: 'what' }, ...told),
    track(event, x, end, bands, grid),
  ]
}

/** @param {import('./data.js').Event} event @param {(micros: number) => number} x @param {number} end @param {Band[]} bands @param {string} grid */
function track(event, x, end, bands, grid) {
  const [kind, at] = event
  const shapes = bands.flatMap((band) => [
    draw('rect', {
      class: 'band',
      x: x(band.from),
      y: 0,
      width: Math.max(2, x(band.to) - x(band.from)),
      height: 20,
    }),
    draw('path', { class: 'expiry', d: `M${x(band.expiry)} 0v20` }),
  ])
  const mark =
    kind === 0
      ? bar(event, x, end, bands)
      : [draw('path', { class: `${who[kind]}-dot`, d: `M${x(at)} 10h0` })]
  return draw(
    'svg',
    { class: 'track', viewBox: `0 0 ${wide} 20`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    draw('path', { class: 'grid', d: grid }),
    ...shapes,
    ...mark,
  )
}

/**
 * A call from its request to its return. Of one that was to end in a timeout, the part that is too much, or that is
 * missing, is told apart.
 * @param {import('./data.js').Event} event @param {(micros: number) => number} x @param {number} end @param {Band[]} bands
 */
function bar([, at, until, what], x, end, bands) {
  const over = until > 0 ? until : end
  /** @param {string} kind @param {number} from @param {number} to */
  const part = (kind, from, to) =>
    draw('rect', { class: kind, x: x(from), y: 5, width: Math.max(5, x(to) - x(from)), height: 10 })
  const due = bands.find((band) => band.at === at)
  if (!due) return [part(until > 0 ? 'call' : 'open', at, over)]
  if (until === 0 || until > due.to) return [part('call', at, due.to), part('missed', due.to, over)]
  if (until < due.from) return [part('call', at, over), part('missing', over, due.from)]
  return [part(text(what).includes(' → timeout') ? 'met' : 'call', at, over)]
}

/** Round numbers of microseconds from 0, four to eight of them. @param {number} end */
function ticksTo(end) {
  const rough = end / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  return Array.from({ length: Math.floor((end * 0.97) / step) + 1 }, (_, index) => index * step)
}

/** @param {Band | undefined} band */
function legend(band) {
  const plain =
    'Times in milliseconds since the trial began; a bar is a call of the wrapper, a dot an act of its peer.'
  if (!band) return [plain]
  const [from, to] = [band.from, band.to].map((micros) => duration(micros - band.at))
  const returned = band.until === 0 ? 'it never did' : `it took ${duration(band.until - band.at)}`
  return [
    make('span', { class: 'swatch band' }),
    ` allowed: the call returns ${from} to ${to} after it began; ${returned}. ${plain}`,
  ]
}
