import {
  busyShare,
  earlyAtOnceMicros,
  earlyRepeatedMicros,
  grosslyLateMicros,
  lateImmediateMicros,
  lateMicros,
  lateWakeMicros,
  outsideExcessMicros,
} from '../clock.ts'
import type { Claim, Expiry, Immediate } from './trial.ts'

/** What one claim says of the wrapper, before any repeat. */
export type Weight =
  | { readonly kind: 'holds' }
  /** Proof, whatever the machine was doing. */
  | { readonly kind: 'refuted'; readonly cause: 'fact' | 'early' }
  /** May be the wrapper or may be the machine: the same input has to be repeated. */
  | { readonly kind: 'suspect'; readonly of: 'early' | 'late' | 'busy' }

/** The steadier clock, unless the two are so far apart that only the one that cannot be forged counts. */
export const measuredMicros = (claim: Expiry | Immediate): number =>
  clocksDisagree(claim) ? claim.outsideMicros : claim.insideMicros

/** Outside exceeds inside by so much that the sample should be taken again. */
export const clocksDisagree = (claim: Expiry | Immediate): boolean =>
  claim.outsideMicros - claim.insideMicros > outsideExcessMicros

/** Later, by this claim, than any stall of a machine explains. */
export function isGrosslyLate(claim: Claim): boolean {
  switch (claim.kind) {
    case 'expiry':
      return measuredMicros(claim) - claim.timeoutSeconds * 1e6 > grosslyLateMicros
    case 'immediate':
      return measuredMicros(claim) > grosslyLateMicros
    case 'wake-up':
      return claim.outsideMicros > grosslyLateMicros
    case 'fact':
    case 'busy':
      return false
  }
}

export function weigh(claim: Claim): Weight {
  switch (claim.kind) {
    case 'fact':
      return claim.holds ? { kind: 'holds' } : { kind: 'refuted', cause: 'fact' }
    case 'expiry':
      return weighExpiry(claim)
    case 'wake-up':
      return suspectIf(claim.outsideMicros > lateWakeMicros, 'late')
    case 'immediate':
      return suspectIf(measuredMicros(claim) > lateImmediateMicros, 'late')
    case 'busy':
      return suspectIf(claim.share > busyShare, 'busy')
  }
}

function weighExpiry(claim: Expiry): Weight {
  const timeoutMicros = claim.timeoutSeconds * 1e6
  if (claim.weigh !== 'late') {
    // The outside interval can only over-estimate the wait, so one that is short is proof.
    const early = timeoutMicros - claim.outsideMicros
    if (early > earlyAtOnceMicros) return { kind: 'refuted', cause: 'early' }
    if (early > earlyRepeatedMicros) return { kind: 'suspect', of: 'early' }
  }
  if (claim.weigh === 'early') return { kind: 'holds' }
  return suspectIf(measuredMicros(claim) > timeoutMicros + lateMicros(claim.timeoutSeconds), 'late')
}

const suspectIf = (condition: boolean, of: 'late' | 'busy'): Weight =>
  condition ? { kind: 'suspect', of } : { kind: 'holds' }
