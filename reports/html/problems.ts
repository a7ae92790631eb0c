import type { BehaviourResult } from '../../harness/record/schema.ts'
import { inputInWords } from '../text/counterexample.ts'
import { looks, standingOf, type Standing } from '../text/standing.ts'
import { plural } from '../text/words.ts'
import { classOf } from './classes.ts'
import { escaped, shown } from './escape.ts'
import type { Overview, Row, Subject } from './overview.ts'

/** More would bury the first, and every cell of the matrix tells its own. */
const most = { articles: 100, characters: 200_000 }

const told: readonly Standing[] = ['fail', 'warning', 'inconclusive']

/** What is not as it should be, in words, the gravest first; on paper and without a script it is all the evidence. */
export function problems(overview: Overview): string {
  const { subjects, rows } = overview
  const loaded = subjects.filter((subject) => !nothingTried(subject))
  const articles = [
    ...subjects.filter(nothingTried).map(unloaded),
    ...told.flatMap((standing) => rows.flatMap((row) => article(row, standing, loaded))),
  ]
  if (articles.length === 0) return ''
  const kept = fitting(articles)
  const more = articles.length - kept.length
  return `<section aria-labelledby="problems"><h2 id="problems">What is not as it should be</h2>
${kept.join('\n')}
${more > 0 ? `<p class="quiet">And ${more} more, which the matrix has.</p>` : ''}</section>`
}

function fitting(articles: readonly string[]): readonly string[] {
  let characters = 0
  const end = articles.findIndex((each) => (characters += each.length) > most.characters)
  return articles.slice(0, Math.min(most.articles, end === -1 ? articles.length : Math.max(1, end)))
}

/** Those for whom this is their worst: a behaviour that one fails and that is untested for another is told once. */
function article(row: Row, standing: Standing, subjects: readonly Subject[]): string[] {
  const worst = told.find((each) => subjects.some((subject) => standingIn(subject, row) === each))
  if (worst !== standing) return []
  const found = subjects.filter((subject) => told.includes(standingIn(subject, row) ?? 'pass'))
  const hints = new Set(found.map(({ results }) => results.get(row.id)?.hint ?? row.hint))
  const [only] = hints
  const inside = `<p>${escaped(row.says)}</p>
${found.map((subject) => happening(subject, row, subjects.length > 1)).join('\n')}
${hints.size === 1 && only !== undefined ? `<p class="hint"><b>Hint</b> ${escaped(only)}</p>` : ''}`
  const signs = found.map((subject) => badge(subject.results.get(row.id), subject.name)).join(' ')
  return [
    subjects.length === 1
      ? `<article><h3><a href="#${encodeURIComponent(shown(row.id))}">${escaped(row.id)}</a> <small class="level ${row.level}">${row.level}</small></h3>
${inside}</article>`
      : `<details class="problem"><summary><span class="id">${escaped(row.id)}</span> <small class="level ${row.level}">${row.level}</small> ${signs}</summary>
${inside}</details>`,
  ]
}

const standingIn = ({ results }: Subject, { id }: Row): Standing | undefined => {
  const result = results.get(id)
  return result && standingOf(result)
}

function happening(subject: Subject, row: Row, named: boolean): string {
  const result = subject.results.get(row.id)
  if (!result) return ''
  const input = result.script ? '' : inputInWords(result.counterexample)
  const shadows = subject.record.behaviours.filter(({ because }) => because === row.id)
  const facts = [
    ['expected', result.expected],
    ['happened', result.cause === 'bug' ? (result.happened?.split('\n')[0] ?? null) : result.happened],
    ['with', input],
    ['script', result.script?.join('; ')],
    [
      'rate',
      result.rate && !result.carriedOver
        ? `${result.rate.failed} of ${plural(result.rate.of, 'repeat')}`
        : '',
    ],
    ['untested', shadows.length === 0 ? '' : `${plural(shadows.length, 'behaviour')} because of it`],
    ['confirmed', subject.findings.get(row.id)],
    ['replay', result.replay],
  ] as const
  const list = facts.flatMap(([label, text]) =>
    text === null || text === undefined || text === ''
      ? []
      : [`<dt>${label}<dd>${label === 'replay' ? `<code>${escaped(text)}</code>` : escaped(text)}`],
  )
  const heading = named ? 'h3' : 'h4'
  return `<${heading}>${badge(result)}${named ? ` ${escaped(subject.name)}` : ''}</${heading}><dl>${list.join('')}</dl>`
}

/** Sign and word, or whatever else is called so. */
function badge(result: BehaviourResult | undefined, name?: string): string {
  if (!result) return ''
  const standing = standingOf(result)
  const { sign, one } = looks[standing]
  const cause = result.cause === null ? '' : ` (${result.cause})`
  const word = name === undefined ? `${one}${cause}` : `${escaped(name)}<i>: ${one}</i>`
  return `<span class="tag ${classOf[standing]}"><b aria-hidden="true">${sign}</b> ${word}</span>`
}

/** A wrapper that could not be loaded fails everything for one reason, which is told once. */
const nothingTried = ({ record: { behaviours } }: Subject): boolean =>
  behaviours.length > 1 && behaviours.every(({ verdict, trials }) => verdict === 'fail' && trials === 0)

function unloaded({ name, record }: Subject): string {
  const [first] = record.behaviours
  return `<article><h3>${escaped(name)}</h3><p>Everything fails: ${escaped(first?.happened ?? '')}</p>
<p class="hint"><b>Hint</b> ${escaped(first?.hint ?? '')}</p></article>`
}
