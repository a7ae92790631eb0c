import type { Record as RunRecord } from '../harness/record/schema.ts'
import { assets } from './html/assets.ts'
import { dataOf } from './html/data.ts'
import { declared } from './html/declared.ts'
import { escaped } from './html/escape.ts'
import { filters } from './html/filters.ts'
import { matrix } from './html/matrix.ts'
import { type Overview, overviewOf, shortNames } from './html/overview.ts'
import { page } from './html/page.ts'
import { problems } from './html/problems.ts'
import { conclusion, outcome, summary } from './html/summary.ts'
import { plural } from './text/words.ts'

export interface HtmlOptions {
  /** Heading of the page; without it one is made of the wrappers' names. */
  readonly title?: string
  /** How the wrapper of each record is called, in the order of the records; otherwise by its own name or spec. */
  readonly names?: readonly string[]
  /** What was asked for and could not be run, and why: it is named on the page. */
  readonly skipped?: readonly Skipped[]
  /** For each record, where failures were confirmed by hand: a file or address by behaviour id. */
  readonly findings?: readonly (Readonly<Record<string, string>> | undefined)[]
}

export interface Skipped {
  readonly name: string
  readonly reason: string
}

/**
 * One self-contained page about the runs of one or several wrappers: it loads nothing and asks nobody. Whatever a wrapper
 * has put into a record is text on it and can do nothing. Pure.
 */
export function htmlReport(records: readonly RunRecord[], options: HtmlOptions = {}): string {
  const short = shortNames(records)
  const names = short.map((name, at) => options.names?.[at] ?? name)
  const overview = overviewOf(records, names, options.findings ?? [])
  const lone = overview.subjects.length === 1 ? overview.subjects[0] : undefined
  const title = options.title ?? (lone ? lone.name : plural(records.length, 'socket wrapper'))
  const { style, script, policy } = assets()
  const told = problems(overview)
  const table = `<section aria-labelledby="behaviours"><h2 id="behaviours">Behaviours</h2>
<noscript><p class="quiet">Filters and the evidence behind each cell need the script of this page, which is not allowed to run.</p></noscript>
${filters(overview)}
${matrix(overview)}
</section>`
  const body = `<header><p class="mark">wouldblock</p>
<h1>${escaped(title)}</h1>
<p class="lede">${lede(records)}</p>
${conforming(overview)}
${lone ? outcome(lone, overview.rows) : ''}
${skipped(options.skipped ?? [])}</header>
<main>
${(lone ? [summary(overview), told, table] : [table, summary(overview), told, declared(overview)]).join('\n')}
</main>
<dialog id="evidence" aria-labelledby="evidence-title"></dialog>
<script type="application/json" id="data">${dataOf(overview)}</script>
<script>${script}</script>`
  return page(`${title} · wouldblock`, { style, policy }, body)
}

/** What these runs have in common, and what keeps them from being compared. */
function lede(records: readonly RunRecord[]): string {
  const [first] = records
  if (!first) return 'No run is part of this page.'
  const of = (what: (record: RunRecord) => string): string[] => [...new Set(records.map(what))]
  const behaviours = Math.max(...records.map(({ totals }) => totals.planned))
  const profiles = of(({ profile }) => profile)
  const days = of(({ environment }) => environment.startedAt.slice(0, 10)).toSorted()
  const dates = days.length === 1 ? (days[0] ?? '') : `${days[0]} to ${days.at(-1)}`
  const parts = [
    `Does it block, refuse to block and time out as it should? ${plural(behaviours, 'behaviour')}, profile <code>${escaped(profiles.join(' and '))}</code>, <span class="date">${escaped(dates)}</span>.`,
    ...(of(({ catalogue }) => catalogue).length > 1
      ? ['These runs are of different versions of the catalogue.']
      : []),
    ...(of(({ quick }) => String(quick === true)).length > 1
      ? ['Some of these runs are quick ones, of the musts alone.']
      : []),
  ]
  return parts.join(' ')
}

/** How many of several conform. */
function conforming({ subjects }: Overview): string {
  if (subjects.length < 2) return ''
  const count = subjects.filter((subject) => conclusion(subject).colour === 'p').length
  return `<p><b>${count} of ${plural(subjects.length, 'wrapper')}</b> conform.</p>`
}

const skipped = (all: readonly Skipped[]): string =>
  all.length === 0
    ? ''
    : `<div class="skipped"><h2>Not run</h2><ul>${all.map(({ name, reason }) => `<li><b>${escaped(name)}</b>: ${escaped(reason)}`).join('')}</ul></div>`
