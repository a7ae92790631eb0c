import { escaped } from './escape.ts'
import type { Overview } from './overview.ts'

/** What each wrapper says that it offers, where several are compared. Empty where none says anything. */
export function declared({ subjects }: Overview): string {
  if (subjects.length < 2) return ''
  const wrappers = subjects.map(({ record }) => record.wrapper)
  const features = [...new Set(wrappers.flatMap((wrapper) => wrapper.features ?? []))].toSorted()
  const flags = [...new Set(wrappers.flatMap(({ variants }) => Object.keys(variants ?? {})))].toSorted()
  if (features.length + flags.length === 0) return ''
  const featureRows = features.map((feature) => {
    const cells = wrappers.map((wrapper) =>
      wrapper.features?.includes(feature) === true ? '<td>✓<i>yes</i>' : '<td class="n"><i>no</i>',
    )
    return row(feature, cells)
  })
  const variantRows = flags.map((flag) => {
    const cells = wrappers.map(({ variants }) => {
      const value = new Map(Object.entries(variants ?? {})).get(flag)
      return value === undefined ? '<td class="n"><i>not declared</i>' : `<td>${escaped(value)}`
    })
    return row(flag, cells)
  })
  const heads = subjects.map(({ name }) => `<th scope="col"><span>${escaped(name)}</span>`).join('')
  return `<section aria-labelledby="declared"><h2 id="declared">What they declare</h2>
${table('Features, each of which adds behaviours', heads, featureRows)}
${table('Variants, where several answers are right', heads, variantRows)}</section>`
}

const row = (name: string, cells: readonly string[]): string =>
  `<tr><th scope="row"><span class="id">${escaped(name)}</span>${cells.join('')}`

const table = (caption: string, heads: string, rows: readonly string[]): string =>
  rows.length === 0
    ? ''
    : `<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="declared"><caption>${caption}</caption>
<thead><tr><th scope="col">${caption.split(',')[0]}${heads}</thead><tbody>${rows.join('\n')}</tbody></table></div>`
