// Taken hold of before the wrapper is loaded, which may replace it.
const nowNanos = process.hrtime.bigint

let afterNanos = 0n
let atNanos: bigint | undefined = 0n
let stepMillis = 0

/**
 * From `afterSeconds` after the next call has begun, what the wrapper sees as wall-clock time is off by `seconds`; until
 * then it is true. However long the request of that call is on its way, the step comes in its midst.
 */
export function stepWallClock(afterSeconds: number, seconds: number): void {
  afterNanos = BigInt(Math.round(afterSeconds * 1e9))
  atNanos = undefined
  stepMillis = seconds * 1000
}

/** A call of the wrapper begins: if a step waits for it, its time counts from now. */
export function countStepFromNow(): void {
  atNanos ??= nowNanos() + afterNanos
}

const isStepped = (): boolean => atNanos !== undefined && nowNanos() >= atNanos

/** Puts a `Date` in the place of JavaScript's own that can be stepped. To be called before the wrapper is loaded. */
export function takeOverDate(): void {
  const real = Date
  const realNow = real.now
  const now = (): number => realNow() + (isStepped() ? stepMillis : 0)
  const shifted = new Proxy(real, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    apply: (target) => new target(now()).toString(),
  })
  real.now = now
  real.prototype.constructor = shifted
  globalThis.Date = shifted
}
