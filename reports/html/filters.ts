import { looks, standings, type Standing } from '../text/standing.ts'
import { classOf } from './classes.ts'
import { escaped } from './escape.ts'
import { groupTitles } from './group-titles.ts'
import { countedStandings, type Overview } from './overview.ts'

const meanings: Readonly<Record<Standing, string>> = {
  pass: 'it does what the sentence says',
  fail: 'a must that is not met',
  warning: 'a should that is not met',
  differs: 'a note: one of several right ways',
  untested: 'hidden behind another failure',
  inconclusive: 'the machine was too busy to tell',
  unsupported: 'not declared, or not possible here',
}

/** What is shown of the matrix. Hidden until the script that obeys it is there. */
export function filters({ groups, subjects, rows }: Overview): string {
  const present = standings.filter((standing) =>
    subjects.some((subject) => countedStandings(subject, rows).has(standing)),
  )
  const options = groups.map(
    ({ name }) => `<option value="${escaped(name)}">${escaped(groupTitles.get(name) ?? name)}`,
  )
  const levels = ['must', 'should', 'note'].map((level) => chip('level', level, level))
  const verdicts = present.map((standing) => {
    const { sign, one } = looks[standing]
    return chip(
      'verdict',
      classOf[standing],
      `<b aria-hidden="true">${sign}</b> ${one}`,
      classOf[standing],
      meanings[standing],
    )
  })
  const several = subjects.length > 1
  return `<details class="filters" id="filters" hidden open><summary>Filters</summary><form role="search" aria-label="Filter the matrix">
<p><label>Find <input type="search" id="find" placeholder="recv, expires, …" autocomplete="off" spellcheck="false"></label>
<label>Group <select id="group"><option value="">all${options.join('')}</select></label>
${several ? '<label class="chip"><input type="checkbox" id="disagree"> only where wrappers differ</label>' : ''}</p>
<fieldset><legend>Level</legend>${levels.join('')}</fieldset>
<fieldset><legend>Verdict</legend>${verdicts.join('')}</fieldset>
<p class="actions"><output id="shown"></output>
${several ? '<label class="chip"><input type="checkbox" id="sentences"> sentences</label>' : ''}<button type="button" id="open-all">Open all groups</button><button type="reset">Reset</button></p>
</form></details>
<p class="keys" id="keys" hidden>A click or Enter opens the evidence of a cell; arrow keys go from cell to cell; / finds.</p>`
}

const chip = (name: string, value: string, label: string, colour = '', title = ''): string =>
  `<label class="chip ${colour}"${title === '' ? '' : ` title="${title}"`}><input type="checkbox" name="${name}" value="${value}"> ${label}</label>`
