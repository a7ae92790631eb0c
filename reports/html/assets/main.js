import { data } from './data.js'
import { every, showEvidence } from './evidence.js'
import { startFilters } from './filters.js'
import { enliven } from './matrix.js'

/** `#timeout.recv.expires@2` opens the second wrapper's evidence of that behaviour, without the number that of all. */
function follow() {
  const [id, number] = decoded(location.hash.slice(1)).split(/@(?=\d+$)/)
  const row = data.rows.findIndex(([each]) => each === id)
  if (!id || row === -1) return
  const count = data.wrappers.length
  const wrapper = count === 1 ? 0 : number === undefined ? every : Number(number) - 1
  showEvidence(Math.min(wrapper, count - 1), row)
}

/** @param {string} hash */
function decoded(hash) {
  try {
    return decodeURIComponent(hash)
  } catch {
    return ''
  }
}

/** On paper nothing can be opened. @type {HTMLDetailsElement[]} */
let closed = []

/** @type {() => NodeListOf<HTMLDetailsElement>} */
const problems = () => document.querySelectorAll('details.problem:not([open])')

addEventListener('beforeprint', () => {
  closed = [...problems()]
  for (const each of closed) each.open = true
})
addEventListener('afterprint', () => {
  for (const each of closed) each.open = false
})

enliven()
startFilters()
addEventListener('hashchange', follow)
follow()
