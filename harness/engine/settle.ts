import type { Failure, Verdict } from '../judge/evidence.ts'
import type { Behaviour } from './behaviour.ts'
import type { Outcome } from './execution.ts'
import { findingIn, type Symptom, symptomOf } from './symptom.ts'

/**
 * Turns what only follows from another failure into `untested`, so that a report names causes and not their shadows.
 * A failure is a shadow if a behaviour that it needs is red; if it shows a symptom that another red behaviour is about;
 * or if it tells of the same crash, breach of the protocol or failed step as an earlier one. What is void because a
 * prerequisite failed is no riddle either. Nothing red becomes green here.
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
  const firstWith = new Map<string, string>()

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
    const isVoid = own.verdict === 'inconclusive' && (own.cause === 'void' || own.cause === 'time')
    if (own.verdict !== 'fail' && !isVoid) return undefined
    const { decisive } = own
    // What is red only because of this one is no reason for it.
    const root = (byId.get(id)?.needs ?? []).find((need) => isRed(verdictOf(need)) && rootOf(need) !== id)
    if (root !== undefined) return { verdict: 'untested', because: rootOf(root), decisive }
    if (own.verdict !== 'fail') return undefined
    const named = namedElsewhere(id, own)
    if (named !== undefined) return { verdict: 'untested', because: rootOf(named), decisive }
    const finding = findingIn(own)
    const first = finding === undefined ? undefined : firstWith.get(finding)
    if (first !== undefined) return { verdict: 'untested', because: first, decisive }
    if (finding !== undefined) firstWith.set(finding, id)
    // What the behaviour advises is about the wrapper.
    return own.cause === 'protocol' ? { ...own, hint: protocolHint } : undefined
  }

  /** The red behaviour that is about what this failure shows, if that is another one. */
  const namedElsewhere = (id: string, own: Failure): string | undefined => {
    const symptom = symptomOf(id, own)
    if (symptom === undefined) return undefined
    const naming = catalogue.find((each) => {
      const verdict = each.names?.includes(symptom) === true ? outcomes.get(each.id)?.verdict : undefined
      return verdict?.verdict === 'fail' && (symptomOf(each.id, verdict) === symptom || isOwnSubject(symptom))
    })
    return naming && isRed(verdictOf(naming.id)) && rootOf(naming.id) !== id ? naming.id : undefined
  }

  const rootOf = (id: string): string => {
    const verdict = verdictOf(id)
    return verdict?.verdict === 'untested' && verdict.because !== id ? verdict.because : id
  }

  for (const behaviour of catalogue) verdictOf(behaviour.id)
  return settled
}

/** Behaviours that name these fail in a way of their own. */
const isOwnSubject = (symptom: Symptom): boolean => symptom === 'carried over' || symptom.startsWith('step ')

const protocolHint =
  'The fault lies between the wrapper and its adapter, not in what this behaviour is about: read what happened beside harness/adapters/PROTOCOL.md.'

/** What only a lane shows that served other trials before tells of a leak from those, and nothing of what rests on it. */
const isRed = (verdict: Verdict | undefined): boolean =>
  verdict?.verdict === 'untested' || (verdict?.verdict === 'fail' && verdict.carriedOver !== true)
