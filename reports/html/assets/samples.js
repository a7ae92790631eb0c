import { data, duration, make, offset, text } from './data.js'

const kinds = ['expiry', 'immediate answer', 'wake-up', 'busy']

/** What was measured, worst last. @param {import('./data.js').Sample[]} samples */
export function measurements(samples) {
  const rows = samples.map(([kind, call, seconds, inside, outside]) => {
    const what = [text(call), kinds[kind] ?? '']
    if (kind === 3) return [...what, '', '', `${Math.round(inside * 100)} % of the wait`]
    const limit = seconds > 0 ? `${seconds} s` : ''
    const micros = inside >= 0 ? inside : outside
    const result = seconds > 0 ? offset(micros - seconds * 1e6) : duration(micros)
    return [...what, limit, duration(micros), seconds > 0 ? `${result}${verdict(micros, seconds)}` : '']
  })
  const heads = ['call', 'what', 'timeout', 'took', 'past it']
  return make(
    'table',
    { class: 'samples' },
    make('thead', {}, make('tr', {}, ...heads.map((head) => make('th', { scope: 'col' }, head)))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map((each) => make('td', {}, each))))),
  )
}

/** @param {number} micros @param {number} seconds */
function verdict(micros, seconds) {
  const past = micros - seconds * 1e6
  const { earlyMicros, lateMicros, latePerSecondMicros } = data.band
  if (past < -earlyMicros) return ' early'
  return past > lateMicros + latePerSecondMicros * seconds ? ' late' : ''
}
