import type { Grade } from '../../harness/grade/grade.ts'
import { escaped } from '../html/escape.ts'
import { plural } from '../text/words.ts'

/** So many are shown at first. */
const most = 15

interface Row {
  readonly id: string
  readonly hidden: boolean
  readonly kept: number
  /** Lost for what the behaviour itself is about. */
  readonly failed: number
  /** Lost because something that it rests on has to be mended first. */
  readonly untested: number
}

/** Which behaviours the class finds hard: those that most fail at first, then those that most could not come to. */
export function hard(all: readonly Grade[], says: ReadonlyMap<string, string> = new Map()): string {
  const grades = all.filter((grade) => !isForOneReason(grade))
  const rows = rowsOf(grades)
    .filter(({ failed, untested }) => failed + untested > 0)
    .toSorted((a, b) => b.failed - a.failed || b.untested - a.untested || compare(a.id, b.id))
  if (rows.length === 0) return ''
  const [first, others] = [rows.slice(0, most), rows.slice(most)]
  return `<section aria-labelledby="hard"><h2 id="hard">What the class finds hard</h2>
<p class="legend"><span class="swatch won"></span> holds <span class="swatch failed"></span> fails <span class="swatch waiting"></span> not tried, because something that it rests on fails</p>
${leftOut(all.length - grades.length)}
${table(first, says)}
${others.length === 0 ? '' : `<details><summary>${plural(others.length, 'more', 'more')}</summary>${table(others, says)}</details>`}</section>`
}

/** It could not be loaded, or there was nothing to load: that says nothing of any behaviour. */
export const isForOneReason = ({ items }: Grade): boolean => {
  const lost = items.flatMap((item) => item.lost)
  const isUnloaded = ({ verdict, cause, happened }: Grade['items'][number]['lost'][number]): boolean =>
    verdict === 'fail' && cause === 'crash' && happened === lost[0]?.happened
  return items.every(({ kept }) => kept.length === 0) && lost.length > 1 && lost.every(isUnloaded)
}

const leftOut = (count: number): string =>
  count === 0
    ? ''
    : `<p class="quiet">${plural(count, 'submission')} that could not be run at all ${count === 1 ? 'is' : 'are'} left out here.</p>`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function rowsOf(grades: readonly Grade[]): Row[] {
  const rows = new Map<string, Row>()
  const add = (id: string, hidden: boolean, key: 'kept' | 'failed' | 'untested'): void => {
    const row = rows.get(id) ?? { id, hidden, kept: 0, failed: 0, untested: 0 }
    rows.set(id, { ...row, [key]: row[key] + 1 })
  }
  for (const { items } of grades)
    for (const { kept, lost, hidden } of items) {
      for (const id of kept) add(id, hidden, 'kept')
      for (const { id, verdict } of lost) add(id, hidden, verdict === 'untested' ? 'untested' : 'failed')
    }
  return [...rows.values()]
}

function table(rows: readonly Row[], says: ReadonlyMap<string, string>): string {
  const lines = rows.map(({ id, hidden, kept, failed, untested }) => {
    const sentence = says.get(id)
    return `<tr><th scope="row"><span class="id">${escaped(id)}</span>${hidden ? ' <small>hidden</small>' : ''}${sentence === undefined ? '' : `<p>${escaped(sentence)}</p>`}<td class="number">${failed}<td class="number">${untested}<td class="share">${bar(
      [
        ['won', kept],
        ['failed', failed],
        ['waiting', untested],
      ],
    )}`
  })
  return `<table class="points behaviours"><caption>Behaviours by how many submissions fail them</caption>
<thead><tr><th scope="col">Behaviour<th scope="col" class="number">Fail<th scope="col" class="number">Not tried<th scope="col" class="share">Of all</thead>
<tbody>${lines.join('\n')}</tbody></table>`
}

function bar(parts: readonly (readonly [name: string, count: number])[]): string {
  const all = parts.reduce((sum, [, count]) => sum + count, 0)
  let x = 0
  const shapes = parts.map(([name, count]) => {
    const width = (count / all) * 100
    const shape = `<rect class="${name}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" height="100%"/>`
    x += width
    return shape
  })
  return `<svg aria-hidden="true">${shapes.join('')}</svg>`
}
