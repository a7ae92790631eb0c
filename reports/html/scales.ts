import { lateImmediateMicros, lateMicros } from '../../harness/clock.ts'

/** Where a value stands on a strip, from 0 (left) to 1 (right); what is beyond the ends stands at them. */
export interface Scale {
  readonly at: (micros: number) => number
  readonly ticks: readonly (readonly [micros: number, label: string])[]
  /** The ends of what is allowed. */
  readonly band: readonly [fromMicros: number, toMicros: number]
}

/** The timeout that the page names. */
const half = 0.5

/** No earlier than this, whatever the platform of whoever reads: the records tell of Linux and macOS. */
export const earlyMicros = 3_000

const within = (value: number): number => Math.min(1, Math.max(0, value))

/** Linear within a millisecond of the expiry, logarithmic beyond it, so that 0.2 ms and 1 s are told apart on one strip. */
export const expiryScale: Scale = {
  at: (micros) => {
    const [from, to] = [Math.asinh(-30), Math.asinh(2_000)]
    return within((Math.asinh(micros / 1_000) - from) / (to - from))
  },
  ticks: [
    [-10_000, '−10'],
    [0, '0'],
    [10_000, '+10'],
    [100_000, '+100 ms'],
    [1_000_000, '+1 s'],
  ],
  band: [-earlyMicros, lateMicros(half)],
}

export const immediateScale: Scale = {
  at: (micros) => within(Math.log10(Math.max(1, micros)) / 6),
  ticks: [
    [10, '10 µs'],
    [100, '100 µs'],
    [1_000, '1 ms'],
    [10_000, '10 ms'],
    [100_000, '0.1 s'],
  ],
  band: [1, lateImmediateMicros],
}

/** A length of time in the unit that fits it: `19 µs`, `2.1 ms`, `171 ms`, `1.50 s`. */
export function duration(micros: number): string {
  const size = Math.abs(micros)
  if (size < 999.5) return `${Math.round(micros)} µs`
  if (size < 9_950) return `${(micros / 1_000).toFixed(1)} ms`
  if (size < 999_500) return `${Math.round(micros / 1_000)} ms`
  return `${(micros / 1e6).toFixed(2)} s`
}

/** The same with its sign: `+1.2 ms`, `−104 ms`. */
export const offset = (micros: number): string => `${micros < 0 ? '−' : '+'}${duration(Math.abs(micros))}`
