import { conclusion } from './summary.ts'
import { looks, standingOf } from '../text/standing.ts'
import { classOf } from './classes.ts'
import { escaped } from './escape.ts'
import { groupTitles } from './group-titles.ts'
import { countedStandings, gravest, type Group, type Overview, type Row, type Subject } from './overview.ts'

/** Behaviours by group down, wrappers across. A script makes buttons of its cells; without one it is a table to read. */
export function matrix({ subjects, groups }: Overview): string {
  const size = subjects.length === 1 ? 'one' : subjects.length <= 4 ? 'few' : 'many'
  // A lone column needs no heading that is seen: the page's own says whose it is.
  const tag = size === 'one' ? 'i' : 'span'
  const heads = subjects.map(({ name }) => `<th scope="col"><${tag}>${escaped(name)}</${tag}>`)
  return `<div class="scroll" role="region" aria-labelledby="caption" tabindex="0"><table class="matrix ${size}" id="matrix">
<caption id="caption">Verdict of each behaviour${subjects.length === 1 ? '' : ', by wrapper'}</caption>
<thead><tr><th scope="col">Behaviour${heads.join('')}</thead>
${subjects.length === 1 ? '' : overall(subjects)}
${groups.map((group) => body(group, subjects)).join('\n')}
</table></div>`
}

/** What each wrapper comes to. */
function overall(subjects: readonly Subject[]): string {
  const cells = subjects.map((subject) => {
    const { colour, sign, word } = conclusion(subject)
    return `<td class="${colour}">${sign}<i>${word}</i>`
  })
  return `<tbody class="overall"><tr><th scope="row">Conforms${cells.join('')}</tbody>`
}

function body({ name, rows }: Group, subjects: readonly Subject[]): string {
  const title = groupTitles.get(name) ?? name
  const cells = subjects.map((subject) => groupCell(subject, rows))
  return `<tbody data-group="${escaped(name)}">
<tr class="group"><th scope="rowgroup"><span>${escaped(title)}</span> <small>${rows.length}</small>${cells.join('')}
${rows.map((row) => line(row, subjects)).join('\n')}</tbody>`
}

/** The gravest verdict of a group, and how many have it. */
function groupCell(subject: Subject, rows: readonly Row[]): string {
  const counted = countedStandings(subject, rows)
  const standing = gravest(counted)
  if (standing === undefined) return '<td class="n"><i>not run</i>'
  const { sign, one, many } = looks[standing]
  const count = counted.get(standing) ?? 0
  return `<td class="${classOf[standing]}"><b aria-hidden="true">${sign}</b>${count}<i> ${count === 1 ? one : many} of ${rows.length}</i>`
}

const line = ({ id, level, says }: Row, subjects: readonly Subject[]): string =>
  `<tr><th scope="row"><span class="id">${escaped(id)}</span> <small class="level ${level}">${level}</small><p>${escaped(says)}</p>${subjects.map(({ results }) => cell(results.get(id))).join('')}`

function cell(result: (Parameters<typeof standingOf>[0] & { cause: string | null }) | undefined): string {
  if (!result) return '<td class="n"><i>not run</i>'
  const standing = standingOf(result)
  const { sign, one } = looks[standing]
  const cause = standing === 'fail' || standing === 'warning' ? `, ${result.cause}` : ''
  return `<td class="${classOf[standing]}">${sign}<i>${one}${cause}</i>`
}
