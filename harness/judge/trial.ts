/** What one run of a check leaves behind. Plain data: the judge reads it, reports show it, tests make it up. */

export type Cause = 'wrong-result' | 'early' | 'late' | 'hang' | 'crash' | 'protocol' | 'lost-data' | 'leak'

/**
 * Something a check says of what it saw, on behalf of the behaviour `of`.
 * A `fact` holds or does not, whatever the clock says. The others are measurements, which the judge weighs.
 */
export type Claim = Fact | Expiry | WakeUp | Immediate | Busy

/**
 * For how long a thread of the wrapper's process was ready to run and waited for a core; and for how long the harness did,
 * or was busy with something else.
 */
export interface Delays {
  readonly laneMicros: number
  readonly harnessMicros: number
}

interface Delayed {
  readonly delays?: Delays
  /** How long a large request was on its way before the call was announced; what is late outside is not late for that. */
  readonly transitMicros?: number
}

export interface Fact {
  readonly kind: 'fact'
  readonly of: string
  readonly holds: boolean
  readonly expected: string
  readonly happened: string
  readonly cause: Cause
}

/** A wait that ended in a timeout. `weigh` tells which side of the expiry the behaviour is about. */
export interface Expiry extends Delayed {
  readonly kind: 'expiry'
  readonly of: string
  readonly weigh: 'early' | 'late' | 'both'
  readonly call: string
  readonly timeoutSeconds: number
  /** What the behaviour is about makes a call later than this; less is for others to judge. Absent: as late as any expiry may be. */
  readonly mostLateMicros?: number
  /** It counts from before the call, so that the call itself is rightly shorter by what its way to the adapter took. */
  readonly deadline?: true
  readonly insideMicros: number
  readonly outsideMicros: number
}

/** A blocked call that returned after its cause; measured from outside, from the cause to the reply. */
export interface WakeUp extends Delayed {
  readonly kind: 'wake-up'
  readonly of: string
  readonly call: string
  readonly outsideMicros: number
}

/** A call that had no reason to wait. */
export interface Immediate extends Delayed {
  readonly kind: 'immediate'
  readonly of: string
  readonly call: string
  readonly insideMicros: number
  readonly outsideMicros: number
}

/** Share of a wait, 0 to 1 and more, that the wrapper's process spent running or ready to run. */
export interface Busy {
  readonly kind: 'busy'
  readonly of: string
  readonly call: string
  readonly share: number
}

/** One thing that happened, in microseconds since the trial began. A call has an end, a moment has none. */
export interface TraceEvent {
  readonly atMicros: number
  readonly untilMicros?: number
  /** Of a call that was to end in a timeout: after how long. */
  readonly timeoutSeconds?: number
  readonly who: 'wrapper' | 'peer' | 'harness'
  readonly what: string
}

/** How a trial ended. Whatever cut it short is charged to the first behaviour that had no claim yet (`chargedTo`). */
export type TrialEnd =
  | { readonly kind: 'complete' }
  /** A fact did not hold: the rest of the check would have made no sense. */
  | { readonly kind: 'refuted' }
  /** A step that every check takes for granted failed, such as opening a socket. */
  | { readonly kind: 'step'; readonly step: string; readonly happened: string }
  | { readonly kind: 'hang'; readonly call: string; readonly waitedMicros: number }
  | { readonly kind: 'crash'; readonly call: string; readonly happened: string }
  | { readonly kind: 'protocol'; readonly call: string; readonly happened: string }
  /** The harness or a peer could not do its part: says nothing of the wrapper. */
  | { readonly kind: 'void'; readonly why: string }
  /** This machine cannot stage what the check needs. */
  | { readonly kind: 'host'; readonly why: string }
  /** The check needs what the wrapper declares that it does not have. */
  | { readonly kind: 'undeclared'; readonly why: string }
  /** The check threw: the suite's own fault. */
  | { readonly kind: 'bug'; readonly error: string }

export interface Trial {
  /** `stratum:run`; the same for every repeat of one input. */
  readonly key: string
  readonly input: unknown
  readonly end: TrialEnd
  readonly chargedTo: string | undefined
  readonly claims: readonly Claim[]
  readonly trace: readonly TraceEvent[]
  /** What was done, step by step, and what came of it; of checks that take a socket through a sequence. */
  readonly script?: readonly string[]
  /** How many trials the lane had served before. */
  readonly served: number
  /** From its beginning to its end, waits included. */
  readonly tookMicros: number
}
