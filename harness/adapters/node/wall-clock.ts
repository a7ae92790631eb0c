// Taken hold of before the wrapper is loaded, which may replace it.
const nowNanos = process.hrtime.bigint

let atNanos = 0n
let stepMillis = 0

/** From `afterSeconds` on, what the wrapper sees as wall-clock time is off by `seconds`; until then it is true. */
export function stepWallClock(afterSeconds: number, seconds: number): void {
  atNanos = nowNanos() + BigInt(Math.round(afterSeconds * 1e9))
  stepMillis = seconds * 1000
}

/** Puts a `Date` in the place of JavaScript's own that can be stepped. To be called before the wrapper is loaded. */
export function takeOverDate(): void {
  const real = Date
  const realNow = real.now
  const now = (): number => realNow() + (nowNanos() >= atNanos ? stepMillis : 0)
  const shifted = new Proxy(real, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    apply: (target) => new target(now()).toString(),
  })
  real.now = now
  real.prototype.constructor = shifted
  globalThis.Date = shifted
}
