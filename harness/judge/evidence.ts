import type { Cause, Claim, Trial } from './trial.ts'

/** Everything known of one behaviour so far. */
export interface Evidence {
  /** One trial for each input, void ones already taken again. */
  readonly trials: readonly Trial[]
  readonly rounds: readonly Round[]
  /** The wrapper has been found to be late by another behaviour: that it is late here too needs less proof. */
  readonly isLateElsewhere?: boolean
}

/** Repeats of one input that the judge has asked for. */
export interface Round extends Demand {
  readonly trials: readonly Trial[]
  /** The same calls at the same time on a wrapper known to be good; only in rounds on lateness. Empty if there is none. */
  readonly reference: readonly Trial[]
}

/** What the judge has to see before it can decide. */
export interface Demand {
  readonly kind: 'early' | 'late' | 'rate' | 'hidden' | 'busy' | 'fresh'
  readonly key: string
  /** The behaviour on whose behalf. Which repeats are enough depends on what they say of it. */
  readonly of: string
  /** Which of the calls that are measured on its behalf, by their order; absent where all of them count. */
  readonly at?: number
}

/** Repeats whose number does not depend on what they show serve every behaviour that is judged by the same calls. */
export const isShared = ({ kind }: Demand): boolean => kind === 'early' || kind === 'busy' || kind === 'fresh'

/** What can be judged only when nothing else runs. */
export const isForLater = (demand: Demand): boolean => demand.kind === 'rate'

export type Verdict =
  | { readonly verdict: 'pass' }
  | Failure
  | {
      readonly verdict: 'inconclusive'
      readonly cause: 'bug' | 'void' | 'noise' | 'time'
      readonly happened: string
      readonly decisive: Trial
    }
  /** `host`: this machine cannot stage it. `wrapper`: it does not declare the feature. */
  | { readonly verdict: 'unsupported'; readonly cause: 'host' | 'wrapper'; readonly happened: string }
  | { readonly verdict: 'untested'; readonly because: string; readonly decisive: Trial }

export interface Failure {
  readonly verdict: 'fail'
  readonly cause: Cause
  readonly expected: string
  readonly happened: string
  readonly decisive: Trial
  /** Set where only a lane that had served before failed. */
  readonly carriedOver?: true
  /** Set where not every repeat failed: `failed` of `of`. */
  readonly rate?: { readonly failed: number; readonly of: number }
  /** The trial failed before the behaviour's own subject was reached. */
  readonly step?: string
  /** What to do, where it is not what the behaviour says. */
  readonly hint?: string
}

export type Judgement =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'demand'; readonly demand: Demand }

export const verdict = (value: Verdict): Judgement => ({ kind: 'verdict', verdict: value })

export const passed: Judgement = { kind: 'verdict', verdict: { verdict: 'pass' } }

/** Asks for repeats of a trial's input. */
export const demand = (kind: Demand['kind'], { key }: Trial, of: string, at?: number): Judgement => ({
  kind: 'demand',
  demand: { kind, key, of, ...(at === undefined ? {} : { at }) },
})

/** What a trial says of a behaviour. */
export const claimsOf = (id: string, trial: Trial): readonly Claim[] =>
  trial.claims.filter((claim) => claim.of === id)
