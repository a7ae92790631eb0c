import { byId, cellAt, data, lookOf } from './data.js'
import { bodies, keepReachable, lines, setOpen } from './matrix.js'

const box = /** @type {HTMLDetailsElement} */ (byId('filters'))
const form = /** @type {HTMLFormElement} */ (box.querySelector('form'))
const find = /** @type {HTMLInputElement} */ (byId('find'))
const group = /** @type {HTMLSelectElement} */ (byId('group'))
const disagree = /** @type {HTMLInputElement | null} */ (document.getElementById('disagree'))
const sentences = /** @type {HTMLInputElement | null} */ (document.getElementById('sentences'))

/** @param {string} name */
const ticked = (name) =>
  [...form.querySelectorAll(`input[name=${name}]:checked`)].map(
    (input) => /** @type {HTMLInputElement} */ (input).value,
  )

const colours = data.rows.map((_, row) =>
  data.wrappers.map((_each, wrapper) => lookOf(cellAt(wrapper, row))[2]),
)

/** What a wrapper does not offer makes no difference here: that is told of what they declare. @param {string} colour */
const decided = (colour) => colour !== 'x' && colour !== 'n'

/** The groups that are open while nothing is filtered. */
const opened = new Set(bodies)

/** Shows the rows that are asked for: of what is ticked in one line any will do. */
function apply() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
  const [levels, verdicts] = [ticked('level'), ticked('verdict')]
  const differing = disagree?.checked === true
  const filtered = words.length + levels.length + verdicts.length > 0 || differing || group.value !== ''
  let shown = 0
  data.rows.forEach(([id, level, says], row) => {
    const line = lines[row]
    const here = colours[row] ?? []
    const keep =
      words.every((word) => `${id} ${says}`.toLowerCase().includes(word)) &&
      (levels.length === 0 || levels.includes(level)) &&
      (verdicts.length === 0 || verdicts.some((verdict) => here.includes(verdict))) &&
      (!differing || new Set(here.filter(decided)).size > 1) &&
      (group.value === '' || line?.closest('tbody')?.dataset['group'] === group.value)
    line?.classList.toggle('away', !keep)
    if (keep) shown++
  })
  for (const body of bodies) {
    body.classList.toggle('away', !body.querySelector('tr:not(.group):not(.away)'))
    setOpen(body, filtered || opened.has(body))
  }
  byId('shown').textContent = filtered
    ? `${shown} of ${data.rows.length} behaviours`
    : `${data.rows.length} behaviours`
  byId('matrix').classList.toggle('told', sentences?.checked === true)
  keepReachable()
}

/** Where there is much to see, groups are closed at first, but for those in which a lone wrapper has something to mend. */
export function startFilters() {
  box.hidden = false
  byId('keys').hidden = false
  // On a telephone they would fill the screen.
  box.open = matchMedia('(min-width: 40rem)').matches
  const one = data.wrappers.length === 1
  for (const body of bodies)
    if (!one || !body.querySelector('tr:not(.group) :is(.f, .w, .u, .q)')) opened.delete(body)
  form.addEventListener('input', apply)
  form.addEventListener('submit', (event) => event.preventDefault())
  // The form's own values are reset after this event.
  form.addEventListener('reset', () => setTimeout(apply))
  const all = byId('open-all')
  all.addEventListener('click', () => {
    const open = bodies.some((body) => body.classList.contains('closed'))
    for (const body of bodies) {
      if (open) opened.add(body)
      else opened.delete(body)
      setOpen(body, open)
    }
    all.textContent = open ? 'Close all groups' : 'Open all groups'
    keepReachable()
  })
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
    if (event.key !== '/' || typing || document.querySelector('dialog[open]')) return
    event.preventDefault()
    box.open = true
    find.focus()
  })
  apply()
}
