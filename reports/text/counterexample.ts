/**
 * An input in the words of somebody who uses sockets: `settimeout(0.5)`, `hold 312 ms, size 4096 bytes`. What it does
 * not know reads `key=value`. Empty where a behaviour takes no input.
 */
export function inputInWords(input: unknown): string {
  if (input === null || input === undefined) return ''
  if (Array.isArray(input)) return input.map(inputInWords).join(', ')
  if (typeof input !== 'object') return value(input)
  const named = callOf(input)
  if (named !== undefined) return named
  return Object.entries(input)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => part(key, each))
    .join(', ')
}

function part(key: string, each: unknown): string {
  if (key === 'seconds') return `settimeout(${value(each)})`
  const unit = /^(.+)(Seconds|Millis|Bytes)$/.exec(key)
  if (unit && typeof each === 'number') return `${spaced(unit[1]!)} ${each} ${units[unit[2]!]}`
  if (Array.isArray(each) && each.some((one) => typeof one === 'object'))
    return each.map(inputInWords).join(', ')
  return `${spaced(key)}=${value(each)}`
}

const units: Readonly<Record<string, string>> = { Seconds: 's', Millis: 'ms', Bytes: 'bytes' }

/** A step of a sequence, such as `{ kind: 'settimeout', seconds: 0.5 }`. */
function callOf(step: object): string | undefined {
  const [name, ...rest] = Object.entries(step)
  if (name === undefined || !stepNames.has(name[0]) || typeof name[1] !== 'string') return undefined
  return `${name[1]}(${rest.map(([, each]) => value(each)).join(', ')})`
}

const stepNames = new Set(['act', 'call', 'do', 'kind', 'op'])

const spaced = (key: string): string =>
  key.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function value(each: unknown): string {
  if (typeof each === 'string') return each
  if (each === null) return 'none'
  if (typeof each === 'object' && !Array.isArray(each)) return inputInWords(each)
  return JSON.stringify(each) ?? 'undefined'
}
