import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { templateOf } from '../grade/assignment/template.ts'
import { userFolder } from './package-root.ts'
import { UsageError } from './usage-error.ts'

/** Writes an assignment to begin with, and answers what to say of it. Throws UsageError; never overwrites. */
export function assignmentInit(typed: string): string {
  const text = templateOf(drawnSeeds())
  try {
    writeFileSync(resolve(userFolder(), typed), text, { flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'EISDIR')
      throw new UsageError(`${typed} exists, and is not overwritten.`, 'Name another file, or remove it.')
    throw new UsageError(`${typed} cannot be written: ${reasons[code ?? ''] ?? code}.`, 'Name another file.')
  }
  return `${typed} is written: 100 points for what every socket has to do.
Say in it where submissions keep their class, and try it on a solution of your own:
  wouldblock assignment check ${typed} --model SOLUTION
`
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
}

/** Not to be guessed, and never the same. */
function drawnSeeds(): { visible: number; hidden: number } {
  const visible = randomInt(2 ** 31)
  const hidden = randomInt(2 ** 31)
  return visible === hidden ? drawnSeeds() : { visible, hidden }
}
