import type { Failure } from '../judge/evidence.ts'

/**
 * The symptoms that some behaviour is about and many others stumble over. A behaviour declares those that it names; a
 * failure of another one with the same symptom then points to it.
 */
export type Symptom =
  /** A wait of this operation that ended before its timeout, or long after it. */
  | `${'early' | 'late'} ${string}`
  /** A call of this operation that never ended. */
  | `hang ${string}`
  /** A step that every check takes for granted. */
  | `step ${string}`
  /** Only a lane that had served other trials failed: state leaks from one socket to another. */
  | 'carried over'

/** What a failure of a behaviour shows, where that is one of those. Pure. */
export function symptomOf(id: string, { cause, carriedOver, step, decisive }: Failure): Symptom | undefined {
  const wait = decisive.claims.findLast((claim) => claim.of === id && claim.kind === 'expiry')
  if ((cause === 'early' || cause === 'late') && wait?.kind === 'expiry')
    return `${cause} ${operationIn(wait.call)}`
  if (carriedOver === true) return 'carried over'
  if (step !== undefined) return `step ${operationIn(step)}`
  return decisive.end.kind === 'hang' ? `hang ${operationIn(decisive.end.call)}` : undefined
}

/**
 * What failures have in common that are one finding told many times: how the process died, or how its adapter broke the
 * protocol. Undefined for what is a finding of its own. Pure.
 */
export function findingIn({ cause, step, decisive: { end } }: Failure): string | undefined {
  if (step !== undefined) return `step ${operationIn(step)}`
  if (end.kind !== 'crash' && end.kind !== 'protocol') return undefined
  return `${cause} ${operationIn(end.call)} ${end.happened.replace(/\d+/g, '')}`
}

/** `settimeout(0.5)` is `settimeout`. */
const operationIn = (call: string): string => call.replace(/\(.*/s, '')
