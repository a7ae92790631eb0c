import type { Behaviour, Level, Scenario } from '../engine/behaviour.ts'
import { drawAt } from '../engine/draw.ts'
import { idleGlobs, select, type Selection } from '../engine/plan.ts'
import { didYouMean } from './nearest.ts'
import { UsageError } from './usage-error.ts'

const levels: readonly Level[] = ['must', 'should', 'note']

/** Reads `--level`; throws UsageError where there is no such level. */
export function readLevel(text: string | undefined): Level | undefined {
  const level = levels.find((each) => each === text)
  if (text !== undefined && level === undefined)
    throw new UsageError(`--level ${text}: there is no such level.`, `Levels are ${levels.join(', ')}.`)
  return level
}

/** Throws UsageError for a glob that matches no behaviour: a slip must not pass for a green run. */
export function refuseIdleGlobs(catalogue: readonly Scenario[], only: readonly string[]): void {
  const ids = catalogue.flatMap(({ behaviours }) => behaviours.map(({ id }) => id))
  const [idle] = idleGlobs(catalogue, only)
  if (idle !== undefined)
    throw new UsageError(
      `--only ${idle} matches no behaviour.`,
      `${didYouMean(idle, ids)}"wouldblock list" shows them all.`,
    )
}

/** The behaviours to be run over one wrapper; throws UsageError where none are left. */
export function selectFor(
  catalogue: readonly Scenario[],
  subject: Scenario['subject'],
  selection: Selection,
  spec: string,
): readonly Behaviour[] {
  const selected = select(catalogue, subject, selection)
  if (selected.length > 0) return selected
  throw new UsageError(
    `Nothing of what was selected can be run on ${spec}.`,
    subject === 'program'
      ? 'A program: is asked for program.* alone; leave out --only and --level to see what that is.'
      : 'Behaviours under program.* need a whole program ("program:command"); "wouldblock list" shows levels and ids.',
  )
}

/** Throws UsageError unless `path` names an input of the one behaviour that is selected. */
export function refuseStrayPath(
  catalogue: readonly Scenario[],
  selected: readonly Behaviour[],
  seed: number,
  path: string,
): void {
  const [behaviour, ...others] = selected
  if (!behaviour || others.length > 0)
    throw new UsageError(
      `--path belongs to one behaviour, and ${selected.length} are selected.`,
      'Name it: --only <id>.',
    )
  const scenario = catalogue.find(({ behaviours }) => behaviours.includes(behaviour))
  if (scenario && drawAt(scenario, seed, path)) return
  throw new UsageError(
    `--path ${path} leads to no input of ${behaviour.id}.`,
    'Copy the replay command of a report, from the same version of wouldblock.',
  )
}
