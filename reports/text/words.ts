/** `1 trial`, `1,020 trials`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

/** `1,020`. */
export const grouped = (count: number): string => count.toLocaleString('en')

/** A span of time as people say it: `0.4 s`, `6.1 s`, `42 s`, `3 min 5 s`. */
export function spanOf(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}
