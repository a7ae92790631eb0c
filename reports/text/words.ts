/** `1 trial`, `1,020 trials`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

/** `1,020`. */
export const grouped = (count: number): string => count.toLocaleString('en')

/** A span of time as people say it: `0.4 s`, `6.1 s`, `42 s`, `3 min 5 s`. */
export const spanOf = (seconds: number): string =>
  seconds < 9.95 ? `${seconds.toFixed(1)} s` : wholeSpanOf(seconds)

/** The same without a fraction, at least a second. */
export function wholeSpanOf(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
