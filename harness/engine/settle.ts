import type { Verdict } from '../judge/judge.ts'
import type { Behaviour } from './behaviour.ts'
import type { Outcome } from './execution.ts'

/**
 * Turns what only follows from another failure into `untested`, so that a report names causes and not their shadows.
 * A failure is a shadow if a behaviour that it needs is red, or if it never got past a step at which an earlier
 * behaviour failed as well. Nothing red becomes green here.
 *
 * @param catalogue in the order of the report
 */
export function settle(
  catalogue: readonly Behaviour[],
  outcomes: ReadonlyMap<string, Outcome>,
): Map<string, Verdict> {
  const settled = new Map<string, Verdict>()
  const byId = new Map(catalogue.map((behaviour) => [behaviour.id, behaviour]))
  const visiting = new Set<string>()
  const stepRoots = new Map<string, string>()

  const verdictOf = (id: string): Verdict | undefined => {
    const known = settled.get(id)
    if (known) return known
    const own = outcomes.get(id)?.verdict
    if (!own) return undefined
    // In a circle of needs somebody has to stand for the failure.
    if (visiting.has(id)) return undefined
    visiting.add(id)
    const verdict = shadowOf(id, own) ?? own
    settled.set(id, verdict)
    return verdict
  }

  const shadowOf = (id: string, own: Verdict): Verdict | undefined => {
    if (own.verdict === 'untested') return { ...own, because: rootOf(own.because) }
    if (own.verdict !== 'fail') return undefined
    // What is red only because of this one is no reason for it.
    const root = (byId.get(id)?.needs ?? []).find((need) => isRed(verdictOf(need)) && rootOf(need) !== id)
    if (root !== undefined) return { verdict: 'untested', because: rootOf(root), decisive: own.decisive }
    if (own.step === undefined) return undefined
    const step = own.step.replace(/\(.*/s, '')
    const first = stepRoots.get(step)
    if (first === undefined) stepRoots.set(step, id)
    return first === undefined ? undefined : { verdict: 'untested', because: first, decisive: own.decisive }
  }

  const rootOf = (id: string): string => {
    const verdict = verdictOf(id)
    return verdict?.verdict === 'untested' && verdict.because !== id ? verdict.because : id
  }

  for (const behaviour of catalogue) verdictOf(behaviour.id)
  return settled
}

/** What only a lane shows that served other trials before tells of a leak from those, and nothing of what rests on it. */
const isRed = (verdict: Verdict | undefined): boolean =>
  verdict?.verdict === 'untested' || (verdict?.verdict === 'fail' && verdict.carriedOver !== true)
