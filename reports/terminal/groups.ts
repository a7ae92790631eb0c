import type { BehaviourResult } from '../../harness/record/schema.ts'
import { counted, looks, standingOf } from '../text/standing.ts'
import { cut, padded, widthOf } from '../text/width.ts'
import { hanging, type Page } from './page.ts'

/** Every behaviour on a line of its own, group by group, in the order of the catalogue. */
export function groups(behaviours: readonly BehaviourResult[], page: Page): string[] {
  const names = [...new Set(behaviours.map(({ group }) => group))]
  return names.map((name) => {
    const members = behaviours.filter(({ group }) => group === name)
    const columns = Math.min(widest, Math.max(...members.map(({ id }) => widthOf(id))))
    const lines = members.map((member) => lineOf(member, columns, page))
    const head = hanging(page, `${page.paint.bold(name)}: ${counted(members, page.paint)}`, 2, '')
    return [head, ...lines].join('\n')
  })
}

/** A longer id pushes its sentence to the right, rather than everybody's. */
const widest = 40

function lineOf(result: BehaviourResult, idColumns: number, page: Page): string {
  const standing = standingOf(result)
  const { sign, colour, one } = looks[standing]
  const paint = page.paint[colour]
  const id = padded(result.id, idColumns)
  const said = (text: string): string => cut(text, Math.max(20, page.columns - widthOf(id) - 6))
  const telling =
    standing === 'pass' ? page.paint.dim(said(result.says)) : paint(said(`${one}${why(result)}`))
  return `  ${paint(sign)} ${id}  ${telling}`
}

/** A pass tells its sentence; anything else a word or two, since it is explained below. */
function why(result: BehaviourResult): string {
  switch (result.verdict) {
    case 'fail':
      return standingOf(result) === 'differs' ? `: ${result.happened ?? ''}` : ` (${result.cause})`
    case 'untested':
      return `, because of ${result.because}`
    case 'pass':
    case 'inconclusive':
    case 'unsupported':
      return ''
  }
}
