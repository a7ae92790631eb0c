import { byId, data } from './data.js'
import { around, every, showEvidence } from './evidence.js'

const table = /** @type {HTMLTableElement} */ (byId('matrix'))

/** Behaviours in the order of `data.rows`; each is one of these. */
export const lines = /** @type {HTMLTableRowElement[]} */ ([
  ...table.querySelectorAll('tbody:not(.overall) tr:not(.group)'),
])
export const bodies = [...table.tBodies].filter((body) => !body.classList.contains('overall'))

/** @param {HTMLElement} element */
export const isShown = (element) => element.getClientRects().length > 0

/** Whatever a cell holds becomes a button that opens its evidence. */
export function enliven() {
  lines.forEach((line, row) => {
    const [head, ...cells] = line.cells
    const id = head?.querySelector('.id')
    if (id)
      id.replaceWith(
        buttonOf('id', id.childNodes, () => showEvidence(data.wrappers.length > 1 ? every : 0, row)),
      )
    cells.forEach((cell, wrapper) => {
      const word = cell.querySelector('i')?.textContent ?? ''
      const button = buttonOf('', cell.childNodes, () => showEvidence(wrapper, row))
      button.setAttribute('aria-label', word)
      cell.append(button)
    })
  })
  for (const body of bodies) {
    const title = body.querySelector('.group th span')
    if (!title) continue
    const button = buttonOf('', title.childNodes, () => setOpen(body, body.classList.contains('closed')))
    button.setAttribute('aria-expanded', 'true')
    title.append(button)
  }
  table.addEventListener('keydown', move)
  table.addEventListener('focusin', ({ target }) => target instanceof HTMLButtonElement && become(target))
  const first = table.querySelector('tbody button')
  if (first instanceof HTMLButtonElement) become(first)
}

/** @param {string} name @param {NodeListOf<ChildNode>} inside @param {() => void} act */
function buttonOf(name, inside, act) {
  const button = document.createElement('button')
  button.type = 'button'
  button.tabIndex = -1
  if (name) button.className = name
  button.append(...inside)
  button.addEventListener('click', act)
  return button
}

/** @param {HTMLTableSectionElement} body @param {boolean} open */
export function setOpen(body, open) {
  body.classList.toggle('closed', !open)
  body.querySelector('.group th button')?.setAttribute('aria-expanded', String(open))
}

/** One button of the matrix is reached by Tab; from there the arrow keys lead on. @type {HTMLButtonElement | undefined} */
let current

/** @param {HTMLButtonElement} button */
function become(button) {
  if (current) current.tabIndex = -1
  current = button
  button.tabIndex = 0
}

/** After a filter has hidden it. */
export function keepReachable() {
  if (current && isShown(current)) return
  const next = [...table.querySelectorAll('tbody button')].find((each) =>
    isShown(/** @type {HTMLElement} */ (each)),
  )
  if (next instanceof HTMLButtonElement) become(next)
}

/** @param {KeyboardEvent} event */
function move(event) {
  const cell = event.target instanceof Element ? event.target.closest('th, td') : null
  const line = cell?.closest('tr')
  if (!(cell instanceof HTMLTableCellElement) || !line || event.ctrlKey || event.metaKey || event.altKey)
    return
  const rows = [...table.rows].filter((row) => row.querySelector('button') && isShown(row))
  const [at, column] = [rows.indexOf(line), cell.cellIndex]
  const last = line.cells.length - 1
  /** @type {Record<string, [number, number]>} */
  const steps = {
    ArrowRight: [at, Math.min(last, column + 1)],
    ArrowLeft: [at, Math.max(0, column - 1)],
    ArrowDown: [at + 1, column],
    ArrowUp: [at - 1, column],
    Home: [at, 0],
    End: [at, last],
    PageDown: [Math.min(rows.length - 1, at + 10), column],
    PageUp: [Math.max(0, at - 10), column],
  }
  const step = steps[event.key]
  if (!step) return
  event.preventDefault()
  const row = rows[step[0]]
  // A group's line has but one button, at its head.
  const button = row?.cells[step[1]]?.querySelector('button') ?? row?.querySelector('button')
  if (button instanceof HTMLButtonElement) button.focus()
}

around.rows = () => data.rows.flatMap((_, row) => (lines[row]?.classList.contains('away') ? [] : [row]))
around.leave = (wrapper, row) => {
  const line = lines[row]
  const body = line?.closest('tbody')
  if (body) setOpen(body, true)
  line?.cells[wrapper + 1]?.querySelector('button')?.focus()
}
