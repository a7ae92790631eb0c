import type { BehaviourResult } from '../../harness/record/schema.ts'
import type { Paint } from './paint.ts'

/** How a result reads, once its level is taken into account: only a `must` can fail, a `should` warns, a `note` tells. */
export type Standing = 'pass' | 'fail' | 'warning' | 'differs' | 'untested' | 'inconclusive' | 'unsupported'

interface Look {
  readonly sign: string
  readonly colour: keyof Paint
  /** After a number, as in `2 warnings`. */
  readonly one: string
  readonly many: string
}

export const looks: Readonly<Record<Standing, Look>> = {
  pass: { sign: '✓', colour: 'green', one: 'pass', many: 'pass' },
  fail: { sign: '✗', colour: 'red', one: 'fail', many: 'fail' },
  warning: { sign: '!', colour: 'yellow', one: 'warning', many: 'warnings' },
  differs: { sign: '~', colour: 'cyan', one: 'differs', many: 'differ' },
  untested: { sign: '·', colour: 'red', one: 'untested', many: 'untested' },
  inconclusive: { sign: '?', colour: 'yellow', one: 'inconclusive', many: 'inconclusive' },
  unsupported: { sign: '–', colour: 'dim', one: 'unsupported', many: 'unsupported' },
}

/** The order in which they are counted. */
export const standings = Object.keys(looks) as readonly Standing[]

export function standingOf(result: Pick<BehaviourResult, 'level' | 'verdict'>): Standing {
  if (result.verdict !== 'fail') return result.verdict
  switch (result.level) {
    case 'must':
      return 'fail'
    case 'should':
      return 'warning'
    case 'note':
      return 'differs'
  }
}

/** `27 pass, 1 fail, 3 untested`: what there is of each, painted. */
export function counted(results: readonly BehaviourResult[], paint: Paint): string {
  return standings
    .flatMap((standing) => {
      const count = results.filter((result) => standingOf(result) === standing).length
      const { colour, one, many } = looks[standing]
      return count === 0 ? [] : [paint[colour](`${count} ${count === 1 ? one : many}`)]
    })
    .join(', ')
}
