import type { Finding } from './finding.ts'
import type { Matrix } from './matrix.ts'

/** The kill matrix as a page of Markdown, grouped by kind. Pure. */
export function markdownOf({ planned, totals, faults, findings, absent }: Matrix): string {
  const survivors = findings.filter(({ fate }) => fate === 'survived')
  return [
    '# Mutants',
    '',
    `${totals.judged} of ${planned} mutants met the whole catalogue: ${totals.killed} killed (${totals.killedByMust} of them by a must), ${totals.survived} survived${totals.refused > 0 ? `, ${totals.refused} could not be run` : ''}.`,
    `Localisation, the share of red behaviours that are on their mutant's list: ${percent(totals.localisation)} on average; the first red is on the list for ${totals.rootFirst}. Reds for each: ${totals.redsEach.median} (median), ${totals.redsEach.most} (most).`,
    '',
    ...section(
      'Faults',
      faults.map((fault) => `- ${fault}`),
    ),
    ...kindsOf(findings).flatMap((kind) => [
      `## ${kind}`,
      '',
      '| mutant | killed first by | also by | share | untested |',
      '| --- | --- | --- | --- | --- |',
      ...findings.filter((each) => each.kind === kind).map(row),
      '',
    ]),
    ...section(
      'Survivors',
      survivors.map(({ name, equivalent }) => `- ${name}: ${equivalent ?? 'no argument given'}`),
    ),
    ...section(
      'Known bugs without a mutant',
      Object.entries(absent).map(([name, why]) => `- ${name}: ${why}`),
    ),
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']

const kindsOf = (findings: readonly Finding[]): string[] =>
  [...new Set(findings.map(({ kind }) => kind))].toSorted()

function row({ name, reds, localisation, untested }: Finding): string {
  // What is off the list is set in italics.
  const told = reds.map(({ id, level, cause, onList }) => {
    const text = `${id} (${level === 'must' ? '' : `${level}, `}${cause})`
    return onList ? text : `*${text}*`
  })
  const [first = '-', ...others] = told
  return `| ${name} | ${first} | ${others.join('<br>')} | ${percent(localisation)} | ${untested.length} |`
}

export const percent = (share: number | null): string =>
  share === null ? '-' : `${Math.round(share * 100)} %`
