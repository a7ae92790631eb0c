/**
 * A cell: what one wrapper did with one behaviour. Texts stand as their numbers in `texts`.
 * @typedef {object} Cell
 * @property {number} v its verdict, an index into `looks`
 * @property {number} [c] cause
 * @property {number} [e] what was expected
 * @property {number} [h] what happened
 * @property {number} [x] the input
 * @property {number[]} [s] the script
 * @property {[number, number]} [r] so many of so many repeats failed
 * @property {boolean} [o] carried over from trials before
 * @property {number} [b] the behaviour that has to be mended first
 * @property {number} [i] a hint of its own
 * @property {[string] | number} [p] the end of its replay, or the number of the whole
 * @property {number} [f] where it was confirmed by hand
 * @property {number} n trials
 * @property {Sample[]} [m] measurements
 * @property {Event[]} [t] the trace
 * @property {1} [l] the trace was left out
 *
 * Kind (0 expiry, 1 immediate, 2 wake-up, 3 busy), call, timeout in seconds, inside (or the share), outside in µs; -1: none.
 * @typedef {[kind: number, call: number, seconds: number, inside: number, outside: number]} Sample
 *
 * Who (0 wrapper, 1 peer, 2 harness), beginning, end (0: none) in µs, what, and the timeout that was to end it.
 * @typedef {[who: number, at: number, until: number, what: number, seconds?: number]} Event
 *
 * @typedef {object} Data
 * @property {[sign: string, word: string, colour: string][]} looks
 * @property {{ earlyMicros: number, lateMicros: number, latePerSecondMicros: number }} band
 * @property {{ name: string, replay: [string, string] }[]} wrappers
 * @property {[id: string, level: string, says: string, source: string, hint: string][]} rows
 * @property {(Cell | 0)[][]} cells
 * @property {string[]} texts
 */

/** @type {Data} */
export const data = JSON.parse(byId('data').textContent ?? '')

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no ${id}`)
  return found
}

/** @param {number | undefined} number */
export const text = (number) => (number === undefined ? '' : (data.texts[number] ?? ''))

/** @param {number} wrapper @param {number} row */
export const cellAt = (wrapper, row) => data.cells[wrapper]?.[row] || undefined

/** Sign, word and colour. @param {Cell | undefined} cell */
export const lookOf = (cell) => (cell && data.looks[cell.v]) ?? ['', 'not run', 'n']

/**
 * An element. Whatever is put into it is text, or an element that was made in the same way.
 * @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} children
 */
export function make(name, attributes, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

/** The same for pictures. @param {string} name @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
export function draw(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.append(...children)
  return element
}

/** `19 µs`, `2.1 ms`, `171 ms`, `1.50 s`. @param {number} micros */
export function duration(micros) {
  const size = Math.abs(micros)
  if (size < 999.5) return `${Math.round(micros)} µs`
  if (size < 9_950) return `${(micros / 1_000).toFixed(1)} ms`
  if (size < 999_500) return `${Math.round(micros / 1_000)} ms`
  return `${(micros / 1e6).toFixed(2)} s`
}

/** @param {number} micros */
export const offset = (micros) => `${micros < 0 ? '−' : '+'}${duration(Math.abs(micros))}`
