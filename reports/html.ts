import type { Record as RunRecord } from '../harness/record/schema.ts'
import { escaped } from './html/escape.ts'
import { looks, standingOf } from './text/standing.ts'

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
  const names = records.map(({ wrapper }, at) => options.names?.[at] ?? wrapper.spec)
  const title = options.title ?? names.join(', ')
  const rows = [...new Set(records.flatMap(({ behaviours }) => behaviours.map(({ id }) => id)))].map((id) => {
    const cells = records.map(({ behaviours }) => {
      const result = behaviours.find((each) => each.id === id)
      if (!result) return '<td></td>'
      const { sign, one } = looks[standingOf(result)]
      return `<td>${sign} ${one}</td>`
    })
    return `<tr><th scope="row">${escaped(id)}</th>${cells.join('')}</tr>`
  })
  const skipped = (options.skipped ?? []).map(
    ({ name, reason }) => `<li>${escaped(name)}: ${escaped(reason)}</li>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<h1>${escaped(title)}</h1>
<table>
<thead><tr><td></td>${names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${skipped.length === 0 ? '' : `<h2>Not run</h2>\n<ul>${skipped.join('')}</ul>\n`}</html>
`
}
