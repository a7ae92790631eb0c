import {
  busyShare,
  earlyAtOnceMicros,
  earlyRepeatedMicros,
  grosslyLateMicros,
  hiddenMicros,
  lateImmediateMicros,
  lateMicros,
  lateWakeMicros,
  outsideExcessMicros,
} from '../clock.ts'
import type { Claim, Expiry, Immediate, WakeUp } from './trial.ts'

/** What one claim says of the wrapper, before any repeat. */
export type Weight =
  | { readonly kind: 'holds' }
  /** Proof, whatever the machine was doing. */
  | { readonly kind: 'refuted'; readonly cause: 'fact' | 'early' }
  /** May be the wrapper or may be the machine: the same input has to be repeated. */
  | { readonly kind: 'suspect'; readonly of: Suspicion }

/** `hidden`: in time by the adapter's clock, late by the harness's. `short`: in time by the harness's, early by the other. */
export type Suspicion = 'early' | 'short' | 'late' | 'hidden' | 'busy'

/** The steadier clock, unless the two are so far apart that only the one that cannot be forged counts. */
export const measuredMicros = (claim: Expiry | Immediate | WakeUp): number =>
  claim.kind === 'wake-up' || clocksDisagree(claim) ? arrivedMicros(claim) : claim.insideMicros

/** From when the request was there, where it was so large that its way took time. */
const arrivedMicros = ({ outsideMicros, transitMicros }: Expiry | Immediate | WakeUp): number =>
  outsideMicros - (transitMicros ?? 0)

/** Of that, what the wrapper has to answer for: not the time in which its process, or who looks on, was kept from running. */
const ownMicros = (claim: Expiry | Immediate | WakeUp): number =>
  claim.kind === 'wake-up' || clocksDisagree(claim)
    ? ownOutsideMicros(claim)
    : claim.insideMicros - (claim.delays?.laneMicros ?? 0)

const ownOutsideMicros = (claim: Expiry | Immediate | WakeUp): number =>
  arrivedMicros(claim) - (claim.delays?.laneMicros ?? 0) - (claim.delays?.harnessMicros ?? 0)

/** How long a call may take. */
export function boundMicros(claim: Expiry | Immediate | WakeUp): number {
  switch (claim.kind) {
    case 'expiry':
      return claim.timeoutSeconds * 1e6 + (claim.mostLateMicros ?? lateMicros(claim.timeoutSeconds))
    case 'wake-up':
      return lateWakeMicros
    case 'immediate':
      return lateImmediateMicros
  }
}

/** Outside exceeds inside by so much that the sample should be taken again. */
export const clocksDisagree = (claim: Expiry | Immediate): boolean =>
  arrivedMicros(claim) - claim.insideMicros > outsideExcessMicros

/** Not seen in time: too long from outside, whatever kept anybody from running, which may have been before its end. */
export const isNotSeenInTime = (claim: Claim): boolean =>
  claim.kind !== 'fact' && claim.kind !== 'busy' && arrivedMicros(claim) > boundMicros(claim) + hiddenMicros

/** Late, but for what kept somebody from running meanwhile: says nothing either way. */
export const isExcused = (claim: Claim): boolean =>
  weigh(claim).kind === 'holds' && weigh(withoutExcuse(claim)).kind === 'suspect'

/** The same claim as if nobody had been kept from running. */
export function withoutExcuse(claim: Claim): Claim {
  if (claim.kind === 'fact' || claim.kind === 'busy') return claim
  const { delays: _, ...bare } = claim
  return bare
}

/** Later, by this claim, than any stall of a machine explains. */
export function isGrosslyLate(claim: Claim): boolean {
  switch (claim.kind) {
    case 'expiry':
      return ownMicros(claim) - claim.timeoutSeconds * 1e6 > grosslyLateMicros
    case 'immediate':
    case 'wake-up':
      return ownMicros(claim) > grosslyLateMicros
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
    case 'immediate':
      return weighLateness(claim)
    case 'busy':
      return claim.share > busyShare ? { kind: 'suspect', of: 'busy' } : { kind: 'holds' }
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
  const lateness: Weight = claim.weigh === 'early' ? { kind: 'holds' } : weighLateness(claim)
  // A figure that is too short never speaks for a call that is late from outside.
  if (lateness.kind === 'suspect' || claim.weigh === 'late' || claim.deadline === true) return lateness
  return timeoutMicros - claim.insideMicros > earlyRepeatedMicros
    ? { kind: 'suspect', of: 'short' }
    : lateness
}

function weighLateness(claim: Expiry | Immediate | WakeUp): Weight {
  const bound = boundMicros(claim)
  if (ownMicros(claim) > bound) return { kind: 'suspect', of: 'late' }
  return ownOutsideMicros(claim) > bound + hiddenMicros
    ? { kind: 'suspect', of: 'hidden' }
    : { kind: 'holds' }
}
