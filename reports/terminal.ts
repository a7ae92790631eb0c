import type { Record as RunRecord } from '../harness/record/schema.ts'
import type { Beside } from './baseline.ts'
import { footer } from './terminal/footer.ts'
import { groups } from './terminal/groups.ts'
import { heading } from './terminal/heading.ts'
import type { Page } from './terminal/page.ts'
import { problems } from './terminal/problems.ts'
import { painter } from './text/paint.ts'
import { madeVisible } from './text/visible.ts'

export interface TerminalOptions {
  /** The terminal's width. */
  readonly columns: number
  readonly colour: boolean
  /** Leaves out what is green. */
  readonly quiet: boolean
  /** Tells the suite's own bugs with their whole stacks. */
  readonly stacks: boolean
  /** What it comes to beside its baseline; absent where it has none. */
  readonly beside?: Beside | undefined
}

/**
 * The report that people read. Whatever a wrapper has put into a record is made visible before it is looked at, so
 * that nothing of it can act on a terminal. Pure.
 */
export function terminalReport(
  record: RunRecord,
  { columns, colour, quiet, stacks, beside }: TerminalOptions,
): string {
  const page: Page = { columns: Math.min(Math.max(columns, narrowest), widest), paint: painter(colour) }
  const shown = madeVisible(record)
  const parts = [
    heading(shown, page),
    ...(quiet || nothingTried(shown) ? [] : groups(shown.behaviours, page)),
    ...problems(shown.behaviours, page, stacks),
    footer(shown, page, beside),
  ]
  return `${parts.join('\n\n')}\n`
}

const narrowest = 40
/** Longer lines are hard to read. */
const widest = 120

/** A wrapper that could not be loaded fails everything for one reason, which is told once. */
const nothingTried = ({ behaviours }: RunRecord): boolean =>
  behaviours.length > 1 && behaviours.every(({ verdict, trials }) => verdict === 'fail' && trials === 0)
