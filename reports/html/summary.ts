import { conclusionOf, exitCodes } from '../../harness/cli/exit-codes.ts'
import { grouped, plural, spanOf } from '../text/words.ts'
import { classOf, tally } from './classes.ts'
import { escaped } from './escape.ts'
import { countedStandings, type Overview, type Row, type Subject } from './overview.ts'
import { expiryAxis, expiryStrip, immediateAxis, immediateStrip } from './strips.ts'

/** Of one wrapper, under the heading of the page: what it comes to, how much of what, and how it was run. */
export function outcome(subject: Subject, rows: readonly Row[]): string {
  const { colour, sign, meaning } = conclusion(subject)
  return `<p><span class="verdict ${colour}"><b aria-hidden="true">${sign}</b> ${meaning}</span></p>
<div class="glance">${bar(subject, rows)}<p class="counts">${counts(subject, rows)}</p>${particulars(subject)}</div>`
}

/** How each wrapper keeps time and, where there are several, what each comes to. */
export function summary({ subjects, rows }: Overview): string {
  const one = subjects.length === 1
  return `<section aria-labelledby="summary">
<h2 id="summary">${one ? 'How it keeps time' : 'The wrappers, and how they keep time'}</h2>
<div class="axes ${one ? 'one' : ''}" aria-hidden="true">${one ? '' : '<div></div>'}<div><b>Expiry</b>, past the timeout${expiryAxis}</div><div><b>Immediate answers</b>${immediateAxis}</div></div>
<ul class="cards">
${subjects.map((subject) => card(subject, rows, one)).join('\n')}
</ul>
<p class="legend"><span class="swatch band"></span> allowed: an expiry from 3 ms before 0.5 s to 102 ms after it, an answer within 10 ms.
<span class="swatch dark"></span> a timeout of 0.5 s, or an answer.
<span class="swatch pale"></span> other timeouts, 20 ms to 1.5 s, which may be late by 40 ms and an eighth of themselves. Scales are logarithmic, but for the millisecond around an expiry.</p>
</section>`
}

function card(subject: Subject, rows: readonly Row[], one: boolean): string {
  const { record } = subject
  const { wrapper } = record
  const { colour, sign, word } = conclusion(subject)
  const known = [wrapper.language, wrapper.version].filter((each) => each !== null && each !== '-')
  const head = `<div><h3>${escaped(subject.name)} <small>${escaped(known.join(' '))}</small></h3>
<p class="counts"><span class="tag ${colour}"><b aria-hidden="true">${sign}</b> ${word}</span>${counts(subject, rows)}</p>${particulars(subject)}</div>
`
  return `<li class="card ${one ? 'one' : ''}">${one ? '' : head}<div><p class="over">Expiry, past the timeout</p>${expiryAxis}${expiryStrip(record)}</div>
<div><p class="over">Immediate answers</p>${immediateAxis}${immediateStrip(record)}</div></li>`
}

interface Shown {
  readonly sign: string
  readonly colour: string
  /** In a word or two, and as the terminal says it. */
  readonly word: string
  readonly meaning: string
}

/** What a run comes to. */
export function conclusion({ record }: Subject): Shown {
  const { code, meaning } = conclusionOf(record)
  if (code === exitCodes.conforms) return { sign: '✓', colour: 'p', word: 'conforms', meaning }
  if (code === exitCodes.inconclusive) return { sign: '?', colour: 'q', word: 'undecided', meaning }
  return { sign: '✗', colour: 'f', word: 'does not conform', meaning }
}

const counts = (subject: Subject, rows: readonly Row[]): string =>
  [...countedStandings(subject, rows)].map(([standing, count]) => tally(standing, count)).join(' ')

/** Shares of the verdicts, as a bar; the numbers stand below it. */
function bar(subject: Subject, rows: readonly Row[]): string {
  const counted = countedStandings(subject, rows)
  const all = [...counted.values()].reduce((sum, count) => sum + count, 0)
  let x = 0
  const parts = [...counted].map(([standing, count]) => {
    const width = (count / Math.max(1, all)) * 100
    const part = `<rect class="${classOf[standing]}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" height="100%"/>`
    x += width
    return part
  })
  return `<svg class="bar" aria-hidden="true">${parts.join('')}</svg>`
}

function particulars({ record }: Subject): string {
  const { wrapper, environment, effort, noise } = record
  const variants = Object.entries(wrapper.variants ?? {}).map(([flag, value]) => `${flag}=${value}`)
  const facts: readonly (readonly [string, string])[] = [
    ['wrapper', wrapper.spec],
    ['name', wrapper.name ?? ''],
    ['features', wrapper.features === null ? 'none declared' : wrapper.features.join(', ')],
    ['variants', variants.join(', ')],
    ['profile', `${record.profile}${record.quick === true ? ', --quick' : ''}`],
    [
      'run',
      `${plural(effort.trials, 'trial')} in ${spanOf(environment.seconds)} on ${plural(environment.lanes, 'lane')}, seed ${record.seed}`,
    ],
    [
      'where',
      `${environment.platform} ${environment.release}, ${plural(environment.cores, 'core')}, Node ${environment.node}, wouldblock ${environment.wouldblock}`,
    ],
    ['when', environment.startedAt],
    [
      'noise',
      noise.length === 0
        ? ''
        : `${grouped(noise.length)} lines where only the protocol belongs; the last: ${noise.at(-1)}`,
    ],
  ]
  const told = facts.filter(([, text]) => text !== '')
  return `<details><summary>How it was run</summary><dl>${told.map(([label, text]) => `<dt>${label}<dd>${escaped(text)}`).join('')}</dl></details>`
}
