import { looks, type Standing } from '../text/standing.ts'

/** The class of everything that is coloured by a verdict. */
export const classOf: Readonly<Record<Standing, string>> = {
  pass: 'p',
  fail: 'f',
  warning: 'w',
  differs: 'd',
  untested: 'u',
  inconclusive: 'q',
  unsupported: 'x',
}

/** `✗ 3 fail`: sign and words, so that no verdict is told by its colour alone. */
export function tally(standing: Standing, count: number): string {
  const { sign, one, many } = looks[standing]
  return `<span class="tag ${classOf[standing]}"><b aria-hidden="true">${sign}</b> ${count} ${count === 1 ? one : many}</span>`
}
