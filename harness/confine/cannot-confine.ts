import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Refusal } from '../lanes/lane.ts'
import { closedAt } from './closed-at.ts'
import { namedBy } from './paths.ts'

/** What holds a submission does not work here: nobody's fault who is to be judged. */
export class CannotConfine extends Error implements Refusal {
  readonly what: string
  readonly next: string

  constructor(what: string, next: string) {
    super(`${what} ${next}`)
    this.name = 'CannotConfine'
    this.what = what
    this.next = next
  }
}

/** Why a first lane never came to be, where it is not the submission's doing: what was to start it has complained. Pure. */
export const failedToConfine = ({ what }: Refusal): Refusal | undefined => {
  const [, complaint] = /before it answered hello: ((?:bwrap|setpriv|prlimit|unshare): .*)$/s.exec(what) ?? []
  return complaint === undefined
    ? undefined
    : {
        what: `The submission could not be held: ${complaint}`,
        next: 'Mend that, or hold it otherwise: --sandbox.',
      }
}

/** Throws CannotConfine where another user could not start a command, since what it names lies where he may not go. */
export function assertOpen(argv: readonly [string, ...string[]], path = process.env['PATH'] ?? ''): void {
  for (const word of [found(argv[0], path), ...argv.slice(1)]) {
    const named = namedBy(word)
    const closed = named === undefined ? undefined : closedAt(named)
    if (closed !== undefined)
      throw new CannotConfine(
        `Other users, as whom submissions run, may not use ${closed}, and need ${named}.`,
        'Open it to them, name another interpreter with --python, or hold submissions otherwise: --sandbox.',
      )
  }
}

const found = (program: string, path: string): string =>
  program.includes('/')
    ? program
    : (path
        .split(delimiter)
        .map((place) => join(place, program))
        .find((file) => existsSync(file)) ?? program)
