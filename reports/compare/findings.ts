import type { BehaviourResult } from '../../harness/record/schema.ts'

/** For each behaviour the program that shows, outside this suite, that the library truly fails it. */
export type Findings = Readonly<Record<string, string>>

/** What a finding leaves behind in the process that showed it. */
export interface Aftermath {
  /** What is said by whatever fails because of it. */
  readonly words: string
  readonly program: string
}

/**
 * The findings that a run bears on: those that are known, and whatever failed in the aftermath of one. That fails in some
 * processes and not in others; what always fails needs a program of its own. Pure.
 */
export function findingsIn(
  { findings, aftermath }: { readonly findings?: Findings; readonly aftermath?: Aftermath },
  behaviours: readonly BehaviourResult[],
): Findings {
  if (!aftermath) return findings ?? {}
  const spoiled = behaviours.filter(
    ({ verdict, rate, carriedOver, happened }) =>
      verdict === 'fail' && (rate !== null || carriedOver) && happened?.includes(aftermath.words) === true,
  )
  return { ...Object.fromEntries(spoiled.map(({ id }) => [id, aftermath.program])), ...findings }
}

/** The run without what is explained: confirmed failures, and what is untested because of one, stand as passes. Pure. */
export const accounted = (
  behaviours: readonly BehaviourResult[],
  findings: Findings,
): readonly BehaviourResult[] =>
  behaviours.map((result) =>
    isExplained(result, behaviours, findings) ? { ...result, verdict: 'pass', cause: null } : result,
  )

function isExplained(
  result: BehaviourResult,
  behaviours: readonly BehaviourResult[],
  findings: Findings,
): boolean {
  switch (result.verdict) {
    case 'fail':
      return Object.hasOwn(findings, result.id)
    case 'untested': {
      const cause = behaviours.find(({ id }) => id === result.because)
      return cause !== undefined && isExplained(cause, behaviours, findings)
    }
    case 'pass':
    case 'unsupported':
    case 'inconclusive':
      return false
  }
}

/** Confirmed failures that did not fail this time: a newer version of the library may have mended them. */
export const mended = (behaviours: readonly BehaviourResult[], findings: Findings): readonly string[] =>
  behaviours
    .filter(({ id, verdict }) => verdict === 'pass' && Object.hasOwn(findings, id))
    .map(({ id }) => id)
