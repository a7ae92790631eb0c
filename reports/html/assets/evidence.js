import { byId, cellAt, data, lookOf, make, text } from './data.js'
import { measurements } from './samples.js'
import { timeline } from './timeline.js'

const dialog = /** @type {HTMLDialogElement} */ (byId('evidence'))

/** Instead of a wrapper: what all of them made of it. */
export const every = -1

/** What is open: a row, and a wrapper's cell in it. */
let open = { wrapper: 0, row: 0 }

/** The order of rows as they are shown, and whom to give the focus back to. Set by the matrix. */
export const around = {
  /** @type {() => number[]} */
  rows: () => data.rows.map((_, row) => row),
  /** @type {(wrapper: number, row: number) => void} */
  leave: () => {},
}

/** @param {number} wrapper @param {number} row */
export function showEvidence(wrapper, row) {
  const told = data.rows[row]
  if (!told) return
  open = { wrapper, row }
  const [id, level, says, source, hint] = told
  dialog.replaceChildren(
    tools(),
    make(
      'h2',
      { id: 'evidence-title', tabindex: '-1' },
      id,
      ' ',
      make('small', { class: `level ${level}` }, level),
    ),
    make('p', { class: 'says' }, says),
    make('p', { class: 'quiet' }, `Source: ${source}`),
    ...(data.wrappers.length > 1 && wrapper !== every ? [others()] : []),
    make(
      'section',
      { 'aria-live': 'polite' },
      ...(wrapper === every ? sideBySide(row) : evidenceOf(wrapper, row, hint)),
    ),
  )
  dialog.scrollTop = 0
  if (!dialog.open) dialog.showModal()
  byId('evidence-title').focus()
  history.replaceState(
    null,
    '',
    `#${encodeURIComponent(id)}${data.wrappers.length > 1 && wrapper !== every ? `@${wrapper + 1}` : ''}`,
  )
}

function tools() {
  const rows = around.rows()
  const at = rows.indexOf(open.row)
  const before = button('↑ Previous', () => goTo(rows[at - 1]))
  const after = button('↓ Next', () => goTo(rows[at + 1]))
  before.toggleAttribute('disabled', at <= 0)
  after.toggleAttribute('disabled', at === -1 || at >= rows.length - 1)
  const close = button('Close', () => dialog.close())
  close.className = 'close'
  return make('div', { class: 'tools' }, before, after, close)
}

/** @param {number | undefined} row */
const goTo = (row) => row !== undefined && showEvidence(open.wrapper, row)

/** @param {string} label @param {() => void} act */
function button(label, act) {
  const made = make('button', { type: 'button' }, label)
  made.addEventListener('click', act)
  return made
}

/** What each wrapper made of it, in a line. @param {number} row */
function sideBySide(row) {
  const items = data.wrappers.map(({ name }, wrapper) => {
    const cell = cellAt(wrapper, row)
    const [sign, word, colour] = lookOf(cell)
    const tag = make(
      'span',
      { class: `tag ${colour}` },
      make('b', { 'aria-hidden': 'true' }, sign),
      ` ${word}`,
    )
    return make(
      'li',
      {},
      button(name, () => showEvidence(wrapper, row)),
      tag,
      make('span', {}, text(cell?.h)),
    )
  })
  return [make('ul', { class: 'beside' }, ...items)]
}

/** What the same behaviour is with every wrapper. */
function others() {
  const items = data.wrappers.map(({ name }, wrapper) => {
    const [sign, word, colour] = lookOf(cellAt(wrapper, open.row))
    const made = button('', () => showEvidence(wrapper, open.row))
    made.append(make('b', { class: colour, 'aria-hidden': 'true' }, sign), name)
    made.setAttribute('aria-label', `${name}: ${word}`)
    if (wrapper === open.wrapper) made.setAttribute('aria-current', 'true')
    return make('li', {}, made)
  })
  return make('ul', { class: 'others', 'aria-label': 'Wrappers' }, ...items)
}

/** @param {number} wrapper @param {number} row @param {string} hint */
function evidenceOf(wrapper, row, hint) {
  const cell = cellAt(wrapper, row)
  const name = data.wrappers[wrapper]?.name ?? ''
  const [sign, word, colour] = lookOf(cell)
  const cause = text(cell?.c)
  const heading = make(
    'h3',
    {},
    make(
      'span',
      { class: `tag ${colour}` },
      make('b', { 'aria-hidden': 'true' }, sign),
      ` ${word}${cause ? ` (${cause})` : ''}`,
    ),
    ` ${name}`,
  )
  if (!cell) return [heading, make('p', {}, 'This behaviour was not part of the run.')]
  const failed = word === 'fail' || word === 'warning'
  return [
    heading,
    facts(cell, failed ? text(cell.i) || hint : ''),
    ...(cell.t ? [make('h3', {}, 'Timeline'), timeline(cell.t)] : []),
    ...(cell.l
      ? [
          make(
            'p',
            { class: 'quiet' },
            'Its timeline is left out to keep this page small; the record and a replay have it.',
          ),
        ]
      : []),
    ...replay(cell, wrapper, row),
    ...(cell.m ? [make('h3', {}, 'Measured'), measurements(cell.m)] : []),
  ]
}

/** @param {import('./data.js').Cell} cell @param {string} hint */
function facts(cell, hint) {
  const script = cell.s && make('ol', {}, ...cell.s.map((step) => make('li', {}, text(step))))
  /** @type {[string, Node | string | false | undefined][]} */
  const all = [
    ['expected', text(cell.e)],
    ['happened', text(cell.h)],
    ['with', text(cell.x)],
    ['script', script],
    ['rate', cell.r && `it failed in ${cell.r[0]} of ${cell.r[1]} repeats of the same input`],
    [
      'carried',
      cell.o && 'over from trials before: it failed only in a process that had served other sockets',
    ],
    ['because', because(text(cell.b))],
    ['hint', hint],
    ['confirmed', text(cell.f)],
    ['trials', String(cell.n)],
  ]
  const told = all.filter(([, what]) => what)
  return make(
    'dl',
    {},
    ...told.flatMap(([label, what]) => [make('dt', {}, label), make('dd', {}, what || '')]),
  )
}

/** A way to the behaviour that has to be mended first. @param {string} id */
function because(id) {
  const row = data.rows.findIndex(([each]) => each === id)
  return row === -1 ? id : button(id, () => showEvidence(open.wrapper, row))
}

/** @param {import('./data.js').Cell} cell @param {number} wrapper @param {number} row */
function replay({ p }, wrapper, row) {
  if (p === undefined) return []
  const [before, after] = data.wrappers[wrapper]?.replay ?? ['', '']
  const command = typeof p === 'number' ? text(p) : `${before}${data.rows[row]?.[0] ?? ''}${after}${p[0]}`
  const copy = button('Copy', () => {
    navigator.clipboard.writeText(command).then(
      () => (copy.textContent = 'Copied'),
      () => (copy.textContent = 'Select it to copy'),
    )
  })
  return [make('h3', {}, 'Replay'), make('div', { class: 'replay' }, make('code', {}, command), copy)]
}

dialog.addEventListener('close', () => {
  history.replaceState(null, '', location.pathname)
  around.leave(open.wrapper, open.row)
})
// A click beside the sheet closes it.
dialog.addEventListener('click', (event) => {
  if (event.target === dialog && event.clientX < dialog.getBoundingClientRect().left) dialog.close()
})
dialog.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return
  const rows = around.rows()
  const at = rows.indexOf(open.row)
  const count = data.wrappers.length
  if (event.key === 'j') goTo(rows[at + 1])
  else if (event.key === 'k') goTo(rows[at - 1])
  else if (event.key === 'ArrowRight' && open.wrapper < count - 1) showEvidence(open.wrapper + 1, open.row)
  else if (event.key === 'ArrowLeft' && open.wrapper > (count > 1 ? every : 0))
    showEvidence(open.wrapper - 1, open.row)
})
