import type { Grade } from '../../harness/grade/grade.ts'
import { escaped } from '../html/escape.ts'
import { shareBar } from '../html/share-bar.ts'
import { middle, middleShare } from './middle.ts'

const bins = 10

/** How the points of a class lie, in all and in each part. */
export function distribution(grades: readonly Grade[]): string {
  return `<section aria-labelledby="distribution"><h2 id="distribution">How the points lie</h2>
${histogram(grades)}
${parts(grades)}</section>`
}

/** So many submissions in each tenth of the points; the last holds those that have all. */
function histogram(grades: readonly Grade[]): string {
  const counts = Array.from({ length: bins }, () => 0)
  for (const { points, of } of grades) {
    const share = of > 0 ? Math.min(1, Math.max(0, points / of)) : 0
    counts[Math.min(bins - 1, Math.floor(share * bins))]! += 1
  }
  const most = Math.max(1, ...counts)
  const rows = counts.map((count, at) => {
    const range = `${at * bins} to ${(at + 1) * bins} %`
    return `<tr><th scope="row">${range}<td class="number">${count}<td class="share">${shareBar({ points: count, pending: 0, of: most })}`
  })
  return `<table class="points histogram"><caption>Submissions by share of the points</caption>
<thead><tr><th scope="col">Share of the points<th scope="col" class="number">Submissions<th scope="col" class="share">In a picture</thead>
<tbody>${rows.toReversed().join('\n')}</tbody></table>`
}

/** The middle of each item. */
function parts(grades: readonly Grade[]): string {
  const items = grades.reduce<Grade['items']>(
    (most, grade) => (grade.items.length > most.length ? grade.items : most),
    [],
  )
  const rows = items.map(({ title, hidden }, at) => {
    const earned = grades.flatMap((grade) => grade.items[at] ?? [])
    const full = earned.filter(({ points, of }) => points === of).length
    return `<tr><th scope="row">${escaped(title)}${hidden ? ' <small>hidden</small>' : ''}<td class="number">${middle(earned)}<td class="number">${full}<td class="share">${shareBar({ points: middleShare(earned), pending: 0, of: 1 })}`
  })
  return `<table class="points"><caption>Points by part of the assignment</caption>
<thead><tr><th scope="col">Part<th scope="col" class="number">Median<th scope="col" class="number">Have all of it<th scope="col" class="share">Share</thead>
<tbody>${rows.join('\n')}</tbody></table>`
}
