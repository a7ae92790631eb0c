import type { Finding } from './finding.ts'

/** The kill matrix, and what can be counted in it. */
export interface Matrix {
  /** Hash of the catalogue that they met. */
  readonly catalogue: string
  readonly planned: number
  readonly totals: {
    readonly judged: number
    readonly killed: number
    readonly killedByMust: number
    readonly survived: number
    readonly refused: number
    /** Mean share of red behaviours that are on their mutant's list. */
    readonly localisation: number | null
    /** Mutants whose first red is on their list. */
    readonly rootFirst: number
    readonly redsEach: { readonly median: number; readonly most: number }
  }
  /** What must not be: one sentence each. */
  readonly faults: readonly string[]
  readonly findings: readonly Finding[]
  /** Rows of the list of known bugs without a mutant, each with the reason. */
  readonly absent: Readonly<Record<string, string>>
}

/** Sums up the findings, which may be only those of an interrupted run. Pure. */
export function matrixOf(
  planned: number,
  findings: readonly Finding[],
  absent: Readonly<Record<string, string>>,
  catalogue: string,
): Matrix {
  const fate = (wanted: Finding['fate']): number => findings.filter((each) => each.fate === wanted).length
  const shares = findings.flatMap(({ localisation }) => localisation ?? [])
  const counts = findings
    .filter((each) => each.fate === 'killed')
    .map(({ reds }) => reds.length)
    .toSorted((a, b) => a - b)
  return {
    catalogue,
    planned,
    totals: {
      judged: findings.length,
      killed: fate('killed'),
      killedByMust: findings.filter(({ mustFails }) => mustFails).length,
      survived: fate('survived'),
      refused: fate('refused'),
      localisation: shares.length === 0 ? null : shares.reduce((sum, each) => sum + each, 0) / shares.length,
      rootFirst: findings.filter(({ reds }) => reds[0]?.onList === true).length,
      redsEach: { median: counts[Math.floor(counts.length / 2)] ?? 0, most: counts.at(-1) ?? 0 },
    },
    faults: findings.flatMap((finding) => faultOf(finding) ?? []),
    findings: findings.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    absent,
  }
}

function faultOf({ name, fate, equivalent, mustFails, mustDemanded, because }: Finding): string | undefined {
  if (fate === 'refused') return `${name} could not be run: ${because}`
  if (fate === 'survived' && equivalent === undefined)
    return `${name} survives, and its file argues no equivalence`
  if (fate === 'killed' && equivalent !== undefined)
    return `${name} is argued to be equivalent, but is killed`
  if (mustDemanded && !mustFails)
    return `${name} brings no must down, although the behaviour that names it is one`
  return undefined
}
