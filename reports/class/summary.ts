import type { Class, Grade } from '../../harness/grade/grade.ts'
import { barePage } from '../html/bare-page.ts'
import { escaped } from '../html/escape.ts'
import { plural } from '../text/words.ts'
import { distribution } from './distribution.ts'
import { hard } from './hard.ts'
import { inHundredths, median, middleShare, ofAll } from './middle.ts'
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
  const of = ofAll(grades)
  const middle =
    of === undefined
      ? `${inHundredths(middleShare(grades) * 100)} % of their points`
      : `${inHundredths(median(grades.map(({ points }) => points)))} of ${plural(of, 'point')}`
  const full = grades.filter((grade) => grade.points === grade.of).length
  const missing = all.length - grades.length
  return [
    `${plural(grades.length, 'submission')}${missing > 0 ? ` of ${all.length}` : ''}${shard.of > 1 ? `, shard ${shard.index} of ${shard.of}` : ''}.`,
    ...(grades.length === 0
      ? []
      : [
          `Half of them have ${middle} or more; ${full === 0 ? 'none has' : full === 1 ? '1 has' : `${full} have`} all.`,
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

function article({ student, points, of, pending, items, faults = [], notes, remarks }: Grade): string {
  const undecided = items.flatMap((item) => item.undecided)
  const names = undecided.map((id) => `<li>${escaped(id)}`).join('')
  const fault = `In ${faults.join(', ')} this suite itself failed, and not the submission. Please report it, with the records.`
  return `<article><h3>${escaped(student)} <small>${inHundredths(points)} of ${of}${pending > 0 ? `, up to ${pending} more` : ''}</small></h3>
${[...(faults.length === 0 ? [] : [fault]), ...remarks, ...notes].map((text) => `<p>${escaped(text)}</p>`).join('\n')}
${undecided.length === 0 ? '' : `<details><summary>${plural(undecided.length, 'behaviour')} undecided</summary><ul class="names">${names}</ul></details>`}</article>`
}
