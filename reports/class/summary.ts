import type { Class, Grade } from '../../harness/grade/grade.ts'
import { barePage } from '../html/bare-page.ts'
import { escaped } from '../html/escape.ts'
import { plural } from '../text/words.ts'
import { distribution, middleOf, pointsText } from './distribution.ts'
import { hard } from './hard.ts'
import { students } from './students.ts'

export interface SummaryOptions {
  /** Each behaviour's sentence, by its id. */
  readonly says?: ReadonlyMap<string, string>
  /** Where the feedback of a submission lies, from the page: a path with `/`. */
  readonly feedbackOf?: (student: string) => string | undefined
}

/** `summary.html`, for the instructor: it names what is hidden. One page that loads nothing and runs nothing. Pure. */
export function classSummary(graded: Class, options: SummaryOptions = {}): string {
  const { title, grades } = graded
  return barePage(
    `${title} · summary`,
    `<header><p class="mark">wouldblock</p>
<h1>${escaped(title)}</h1>
<p class="lede">${lede(graded)} It names what is hidden from students.</p></header>
<main>
${grades.length === 0 ? '<p>No submission has been graded.</p>' : `${review(grades)}\n${distribution(grades)}\n${hard(grades, options.says)}\n${students(grades, options.feedbackOf)}`}
</main>`,
  )
}

function lede({ grades, students: all, shard }: Class): string {
  const points = grades.map((grade) => grade.points)
  const of = Math.max(0, ...grades.map((grade) => grade.of))
  const full = grades.filter((grade) => grade.points === grade.of).length
  const missing = all.length - grades.length
  return [
    `${plural(grades.length, 'submission')}${missing > 0 ? ` of ${all.length}` : ''}${shard.of > 1 ? `, shard ${shard.index} of ${shard.of}` : ''}.`,
    ...(grades.length === 0
      ? []
      : [
          `Half of them have ${pointsText(middleOf(points))} of ${plural(of, 'point')} or more; ${full === 0 ? 'none has' : full === 1 ? '1 has' : `${full} have`} all.`,
        ]),
  ].join(' ')
}

/** Who cannot be told a final number before somebody has looked. */
function review(grades: readonly Grade[]): string {
  const waiting = grades.filter(({ state }) => state === 'review')
  if (waiting.length === 0) return ''
  return `<section aria-labelledby="review"><h2 id="review">Waiting for you</h2>
<p class="quiet">${waiting.length === 1 ? 'This one is' : 'These are'} not final: no point was given or taken for what could not be decided.</p>
${waiting.map(article).join('\n')}</section>`
}

function article({ student, points, of, pending, items, notes, remarks }: Grade): string {
  const undecided = items.flatMap((item) => item.undecided)
  const names = undecided.map((id) => `<li>${escaped(id)}`).join('')
  return `<article><h3>${escaped(student)} <small>${pointsText(points)} of ${of}${pending > 0 ? `, up to ${pending} more` : ''}</small></h3>
${[...remarks, ...notes].map((text) => `<p>${escaped(text)}</p>`).join('\n')}
${undecided.length === 0 ? '' : `<details><summary>${plural(undecided.length, 'behaviour')} undecided</summary><ul class="names">${names}</ul></details>`}</article>`
}
