import type { Grade } from '../../harness/grade/grade.ts'
import { escaped } from '../html/escape.ts'
import { plural } from '../text/words.ts'
import { isForOneReason } from './hard.ts'
import { type Earned, inHundredths, ofAll } from './middle.ts'

/** Every submission, in the order of the class: its points in all and for each part, and what there is to say of it. */
export function students(
  grades: readonly Grade[],
  feedbackOf: (student: string) => string | undefined = () => undefined,
): string {
  const items = grades.reduce<Grade['items']>(
    (most, grade) => (grade.items.length > most.length ? grade.items : most),
    [],
  )
  const heads = items.map(({ title, hidden }, at) => {
    const said = [...(hidden ? ['hidden'] : []), ...ofText(grades.flatMap((grade) => grade.items[at] ?? []))]
    return `<th scope="col" class="number">${escaped(title)} <small>${said.join(', ')}</small>`
  })
  const isSame = ofAll(grades) !== undefined
  const rows = grades.map((grade) => {
    const points = items.map((_, at) => `<td class="number">${grade.items[at]?.points ?? ''}`)
    return `<tr><th scope="row">${link(grade.student, feedbackOf(grade.student))}<td class="number"><b>${inHundredths(grade.points)}</b>${isSame ? '' : ` of ${grade.of}`}${points.join('')}<td>${remark(grade)}`
  })
  return `<section aria-labelledby="students"><h2 id="students">Submissions</h2>
<div class="scroll" role="region" aria-label="Points of each submission" tabindex="0"><table class="points all"><caption>Points of each submission</caption>
<thead><tr><th scope="col">Submission<th scope="col" class="number">Points <small>${ofText(grades).join('')}</small>${heads.join('')}<th scope="col">To know</thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`
}

/** What everybody can have, where that is the same for all. */
const ofText = (earned: readonly Earned[]): string[] => {
  const of = ofAll(earned)
  return of === undefined ? [] : [`of ${of}`]
}

/** A path that begins nowhere else than beside the page. */
const link = (student: string, path: string | undefined): string =>
  path === undefined
    ? escaped(student)
    : `<a href="${escaped(`./${path.split('/').map(encoded).join('/')}`)}">${escaped(student)}</a>`

/** Halves of characters have no encoding of their own. */
const encoded = (part: string): string => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))

function remark(grade: Grade): string {
  const { state, pending, items, notes, remarks } = grade
  const failed = items.flatMap(({ lost }) => lost).filter(({ verdict }) => verdict === 'fail').length
  const told = [
    ...(failed === 0 || isForOneReason(grade)
      ? []
      : [`${plural(failed, 'behaviour')} ${failed === 1 ? 'fails' : 'fail'}`]),
    ...[...notes, ...remarks].map(escaped),
  ]
  const waiting =
    state === 'review'
      ? `<span class="tag q"><b aria-hidden="true">?</b> waiting for you${pending > 0 ? `, up to ${pending} more` : ''}</span> `
      : ''
  return `${waiting}${told.join('; ')}`
}
