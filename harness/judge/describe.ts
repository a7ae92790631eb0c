import { busyShare } from '../clock.ts'
import type { Claim, Expiry, Immediate, WakeUp } from './trial.ts'
import { boundMicros, measuredMicros, weigh } from './weigh.ts'

const millis = (micros: number): string => {
  const value = micros / 1000
  return `${value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)} ms`
}

/** What a claim demanded and what was seen, one clause each. */
export function describeClaim(claim: Claim): { expected: string; happened: string } {
  switch (claim.kind) {
    case 'fact':
      return { expected: claim.expected, happened: claim.happened }
    case 'expiry': {
      const timeoutMicros = claim.timeoutSeconds * 1e6
      const { seen, by, too } = timedOut(claim)
      return {
        expected: `${claim.call} times out after ${millis(timeoutMicros)} (no earlier, and by ${millis(boundMicros(claim))} at the latest)`,
        happened: `it timed out after ${millis(seen)}${by}, ${millis(Math.abs(seen - timeoutMicros))} too ${too}`,
      }
    }
    case 'wake-up':
      return {
        expected: `${claim.call} returns within ${millis(boundMicros(claim))} of what it waits for`,
        happened: `it returned ${millis(claim.outsideMicros)} after it`,
      }
    case 'immediate':
      return {
        expected: `${claim.call} answers at once (within ${millis(boundMicros(claim))})`,
        happened: `it took ${millis(measuredMicros(claim))}`,
      }
    case 'busy':
      return {
        expected: `${claim.call} sleeps while it waits (runs for less than ${busyShare * 100} % of the wait)`,
        happened: `the process ran, or was ready to run, for ${(claim.share * 100).toFixed(0)} % of the wait`,
      }
  }
}

/** After how long, and by which clock where that is not the one that proves it. */
function timedOut(claim: Expiry): { seen: number; by: string; too: 'early' | 'late' } {
  const weight = weigh(claim)
  if (weight.kind === 'refuted' || (weight.kind === 'suspect' && weight.of === 'early'))
    return { seen: claim.outsideMicros, by: '', too: 'early' }
  if (weight.kind === 'suspect' && weight.of === 'short')
    return { seen: claim.insideMicros, by: ', measured beside the call in every repeat', too: 'early' }
  return { seen: measuredMicros(claim), by: '', too: 'late' }
}

/** The same of a claim on which the adapter's clock and the harness's differ. */
export function describeLie(
  claim: Expiry | Immediate | WakeUp,
  of: 'short' | 'hidden',
): { expected: string; happened: string } {
  const said = claim.kind === 'wake-up' ? '' : `, while its adapter says ${millis(claim.insideMicros)}`
  const happened = `seen from outside it took ${millis(claim.outsideMicros)}${said}, and so in every repeat`
  return of === 'short'
    ? { expected: `the adapter tells how long ${claim.call} took`, happened }
    : { expected: describeClaim(claim).expected, happened }
}
