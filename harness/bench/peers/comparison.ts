import type { Finding } from '../mutants/finding.ts'
import type { CPythonRun } from './cpython.ts'

/** One mutant, met by both. */
export interface Duel {
  readonly name: string
  readonly ours: 'killed' | 'hung' | 'passed'
  readonly cpython: 'killed' | 'hung' | 'passed'
  /** What killed it, or what was running when it hung. */
  readonly oursBy: string | undefined
  readonly cpythonBy: string | undefined
  readonly oursSeconds: number
  readonly cpythonSeconds: number
}

/** What one of the two did with a correct wrapper. */
export interface Effort {
  readonly judged: number
  readonly seconds: number
}

export interface Comparison {
  readonly wrapper: { readonly ours: Effort; readonly cpython: Effort }
  readonly duels: readonly Duel[]
}

/** Compares what both made of a mutant. A hang is no verdict unless a test had failed before it. Pure. */
export const duelOf = (finding: Finding, run: CPythonRun): Duel => ({
  name: finding.name,
  ours: finding.fate === 'killed' ? 'killed' : finding.fate === 'survived' ? 'passed' : 'hung',
  cpython: run.failed.length > 0 || run.end === 'died' ? 'killed' : run.end === 'hung' ? 'hung' : 'passed',
  oursBy: finding.reds[0]?.id,
  cpythonBy: run.failed[0] ?? run.during,
  oursSeconds: finding.seconds,
  cpythonSeconds: run.seconds,
})

/** The comparison as a page of Markdown. Pure. */
export function comparisonPage({ wrapper: { ours, cpython }, duels }: Comparison): string {
  const count = (who: 'ours' | 'cpython', fate: Duel['ours']): number =>
    duels.filter((duel) => duel[who] === fate).length
  const millisEach = ({ judged, seconds }: Effort): number => (seconds * 1000) / judged
  const row = (what: string, one: string, other: string): string => `| ${what} | ${one} | ${other} |`
  return [
    '# Side by side',
    '',
    'The timeout and blocking tests of the local CPython and wouldblock, on the same classes, one after the other.',
    '',
    '| | wouldblock | CPython |',
    '| --- | --- | --- |',
    row('behaviours judged of Python’s socket', `${ours.judged}`, `${cpython.judged} (tests)`),
    row('wall time', `${ours.seconds.toFixed(1)} s`, `${cpython.seconds.toFixed(1)} s`),
    row('for each', `${millisEach(ours).toFixed(0)} ms`, `${millisEach(cpython).toFixed(0)} ms`),
    row(`of ${duels.length} mutants killed`, `${count('ours', 'killed')}`, `${count('cpython', 'killed')}`),
    row('hung, without a verdict', `${count('ours', 'hung')}`, `${count('cpython', 'hung')}`),
    row('passed', `${count('ours', 'passed')}`, `${count('cpython', 'passed')}`),
    '',
    `In the time that CPython takes for one of its tests, wouldblock judges ${(millisEach(cpython) / millisEach(ours)).toFixed(1)} behaviours.${ratio(count('ours', 'killed'), count('cpython', 'killed'))}`,
    '',
    ...(duels.length === 0 ? [] : ['| mutant | wouldblock | CPython |', '| --- | --- | --- |']),
    ...duels.map((duel) =>
      row(duel.name, told(duel.ours, duel.oursBy), told(duel.cpython, duel.cpythonBy?.replace('test.', ''))),
    ),
    '',
  ].join('\n')
}

const ratio = (one: number, other: number): string =>
  other === 0 ? '' : ` It kills ${(one / other).toFixed(1)} mutants for each that CPython kills.`

function told(fate: Duel['ours'], by: string | undefined): string {
  if (fate === 'passed' || by === undefined) return fate
  return fate === 'killed' ? `killed by ${by}` : `hung in ${by}`
}
