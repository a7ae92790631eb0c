import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { Grade } from '../../harness/grade/grade.ts'
import type { Record as RunRecord } from '../../harness/record/schema.ts'
import { escaped } from '../html/escape.ts'
import { shareBar } from '../html/share-bar.ts'
import { barePage } from '../html/bare-page.ts'
import { plural } from '../text/words.ts'
import { chart } from './chart.ts'
import { type Feedback, feedbackOf, isPerfect, type ItemLine, type Reason } from './feedback.ts'
import { mostLessons, type Lesson } from './lessons.ts'

/**
 * `feedback.html`: what a student is told of a submission, as one page that loads nothing and runs nothing. Whatever the
 * submission has put into its names and errors is text on it. Pure.
 */
export function feedbackHtml(grade: Grade, visible: RunRecord | undefined, assignment: Assignment): string {
  const feedback = feedbackOf(grade, visible, assignment)
  const { title, student, lessons, rest } = feedback
  return barePage(
    `${student} · ${title}`,
    `<header><p class="mark">wouldblock</p>
<h1>${escaped(title)}</h1>
<p class="who">${escaped(student)}</p>
${score(feedback)}</header>
<main>
<section aria-labelledby="points"><h2 id="points">Points</h2>
${items(feedback)}</section>
${mending(lessons)}
${rest.length === 0 ? '' : `<section class="rest" aria-labelledby="rest"><h2 id="rest">What else there is</h2>${rest.map(reason).join('\n')}</section>`}
</main>`,
  )
}

function score(feedback: Feedback): string {
  const { points, of, pending, isFinal, notes } = feedback
  const more = pending > 0 ? `, and up to ${pending} more` : ''
  const told = [
    ...notes,
    ...(isFinal ? [] : ['This is not final: your instructor will look at what could not be decided.']),
    ...(isPerfect(feedback) ? ['Everything that was asked of your class holds.'] : []),
  ]
  return `<p class="score"><b>${points}</b> of ${plural(of, 'point')}${more}</p>
${told.map((note) => `<p class="note">${escaped(note)}</p>`).join('\n')}`
}

function items({ items: lines, hidden }: Feedback): string {
  const rows = lines.map(
    (line) =>
      `<tr><th scope="row">${escaped(line.title)}<td class="number">${line.points} of ${line.of}<td>${standing(line)}<td class="share">${shareBar(line)}`,
  )
  const last =
    hidden &&
    `<tr><th scope="row">Hidden<td class="number">${hidden.points} of ${hidden.of}<td><td class="share">${shareBar({ ...hidden, pending: 0 })}`
  return `<table class="points"><caption>Points by part of the assignment</caption>
<thead><tr><th scope="col">Part<th scope="col" class="number">Points<th scope="col">Behaviours that hold<th scope="col" class="share">Share</thead>
<tbody>${[...rows, ...(last === undefined ? [] : [last])].join('\n')}</tbody></table>`
}

const standing = ({ passed, counted, pending, isAllOrNothing }: ItemLine): string =>
  [
    `${passed} of ${counted}`,
    ...(isAllOrNothing && passed < counted ? ['all or nothing'] : []),
    ...(pending > 0 ? [`up to ${pending} points more`] : []),
  ].join(', ')

function mending(lessons: readonly Lesson[]): string {
  if (lessons.length === 0) return ''
  const [full, short] = [lessons.slice(0, mostLessons), lessons.slice(mostLessons)]
  const intro =
    lessons.length === 1
      ? 'One mistake; once it is mended, others that it hides may show.'
      : `${lessons.length} mistakes, the one that most rests on first. Mend them from the top: some of the others may go with it.`
  return `<section aria-labelledby="mend"><h2 id="mend">What to mend</h2>
<p class="quiet">${intro}</p>
${full.map((each, at) => lesson(each, at + 1)).join('\n')}
${short.length === 0 ? '' : `<h3>And in short</h3><ul class="in-short">${short.map(brief).join('')}</ul>`}</section>`
}

function lesson(
  { id, asked, expected, did, input, steps, happenings, cause, hint, source, alike, untested }: Lesson,
  number: number,
): string {
  const facts = [
    ['expected', expected ?? ''],
    ['yours', did],
    ['with', input],
  ] as const
  const list = facts.flatMap(([label, text]) => (text === '' ? [] : [`<dt>${label}<dd>${escaped(text)}`]))
  return `<article class="lesson"><h3>${number}. ${escaped(asked)}</h3>
<p class="id">${escaped(id)}</p>
${cause === undefined ? '' : `<p class="probably"><b>Probably</b> ${escaped(cause)}</p>`}
<dl>${list.join('')}${steps.length === 0 ? '' : `<dt>steps<dd><ol class="steps">${steps.map((step) => `<li>${escaped(step)}`).join('')}</ol>`}
<dt>to do<dd>${escaped(hint)}
<dt>read<dd>${escaped(source)}</dl>
${happenings.length === 0 ? '' : `<h4>When</h4>${chart(happenings)}`}
${folded(alike, 'fails', 'fail', 'for the same reason, it seems')}${folded(untested, 'waits', 'wait', 'for this to be right')}</article>`
}

const folded = (ids: readonly string[], one: string, many: string, why: string): string =>
  ids.length === 0
    ? ''
    : `<details><summary>${plural(ids.length, 'more', 'more')} ${ids.length === 1 ? one : many} ${why}</summary>${names(ids)}</details>`

const names = (ids: readonly string[]): string =>
  `<ul class="names">${ids.map((id) => `<li>${escaped(id)}`).join('')}</ul>`

function brief({ id, did, alike, untested }: Lesson): string {
  const more = alike.length + untested.length
  return `<li><span class="id">${escaped(id)}</span>: ${escaped(did)}${more === 0 ? '' : ` <small>${more} more with it</small>`}`
}

const reason = ({ says, ids }: Reason): string =>
  `<details><summary>${escaped(says)} (${plural(ids.length, 'behaviour')})</summary>${names(ids)}</details>`
