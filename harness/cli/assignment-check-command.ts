import { chmod } from 'node:fs/promises'
import { resolve } from 'node:path'
import { checkText, outcomeOf, type Tried } from '../../reports/assignment/check.ts'
import { painter } from '../../reports/text/paint.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { catalogueHash } from '../engine/plan.ts'
import { counted } from '../grade/assignment/counted.ts'
import { readAssignment } from '../grade/assignment/read.ts'
import { tryAssignment } from '../grade/assignment/try.ts'
import { openJanitor } from '../lanes/janitor.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { tierFor } from './grade-command.ts'
import { showClass } from './grade-progress.ts'
import { endWhenInterrupted } from './interrupt.ts'
import { columnsOf, wantsColour } from './output.ts'
import { userFolder } from './package-root.ts'

export interface TypedCheckOptions {
  readonly model: string
  readonly sandbox?: string
  readonly python: string
  readonly color: boolean
  readonly quiet: boolean
}

/** Tries an assignment on a model solution and on an empty one. Throws UsageError before anything has been run. */
export async function assignmentCheck(
  catalogue: readonly Scenario[],
  file: string,
  typed: TypedCheckOptions,
): Promise<ExitCode> {
  const { assignment, hash } = readAssignment(file, catalogue)
  const shown = showClass(process.stderr, 2, {
    quiet: typed.quiet,
    colour: wantsColour(process.stderr, typed.color),
  })
  const heedNoMore = endWhenInterrupted(shown.close)
  const janitor = await openJanitor()
  let tried: Tried
  try {
    await chmod(janitor.scratch, 0o711)
    const plan = {
      assignment,
      assignmentHash: hash,
      counted: counted(assignment, catalogue),
      catalogue: catalogueHash(catalogue),
      tier: tierFor(typed, janitor.scratch),
      room: janitor.scratch,
      python: typed.python,
    }
    tried = await tryAssignment(plan, resolve(userFolder(), typed.model), shown.progress)
  } finally {
    await janitor.close()
    shown.close()
    heedNoMore()
  }
  const page = {
    columns: columnsOf(process.stdout),
    paint: painter(wantsColour(process.stdout, typed.color)),
  }
  process.stdout.write(checkText(tried, page))
  switch (outcomeOf(tried)) {
    case 'in order':
      return exitCodes.conforms
    case 'flawed':
      return exitCodes.fails
    case 'open':
      return exitCodes.inconclusive
  }
}
