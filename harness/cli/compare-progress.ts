import { counted } from '../../reports/text/standing.ts'
import { painter } from '../../reports/text/paint.ts'
import { visible } from '../../reports/text/visible.ts'
import { cut } from '../../reports/text/width.ts'
import { plural, spanOf } from '../../reports/text/words.ts'
import type { RunProgress } from '../engine/run.ts'
import type { Refusal } from '../lanes/lane.ts'
import type { Record as RunRecord } from '../record/schema.ts'
import { columnsOf, type Output } from './output.ts'
import { redrawn } from './redrawn.ts'
import { Tally } from './tally.ts'

export interface RunLine {
  readonly progress: RunProgress
  /** What came of it: a record, or why there is none. */
  end(record: RunRecord | undefined, refusal: Refusal | undefined): void
}

export interface ShownComparison {
  begin(name: string): RunLine
  /** For a second look at so many behaviours of a wrapper that has been begun before. */
  again(name: string, behaviours: number): RunLine
  /** Wipes what is on the terminal; more than once is fine. */
  close(): void
}

/** Shows each wrapper as it ends on a line that stays; on a terminal also those that run, on one that is redrawn. */
export function showComparison(
  output: Output,
  wrappers: number,
  { quiet, colour }: { readonly quiet: boolean; readonly colour: boolean },
): ShownComparison {
  const paint = painter(colour)
  const live = !quiet && output.isTTY === true
  const running = new Map<string, Tally>()
  let over = 0
  const lines = redrawn(output, { live }, () => {
    const each = [...running].map(([name, tally]) => `${name} ${Math.floor(tally.share() * 100)} %`)
    return cut(`${over} of ${plural(wrappers, 'wrapper')}: ${each.join(', ')}`, columnsOf(output) - 1)
  })
  const line = (shown: string, placeAtEnd: () => string): RunLine => {
    const tally = new Tally()
    running.set(shown, tally)
    return {
      progress: tally,
      end(record, refusal) {
        running.delete(shown)
        const place = paint.dim(placeAtEnd())
        if (quiet) return
        const said = refusal
          ? paint.yellow(`not run: ${visible(refusal.what)}`)
          : record
            ? `${counted(record.behaviours, paint)} ${paint.dim(`in ${spanOf(record.environment.seconds)}`)}`
            : ''
        lines.say(`${place} ${paint.bold(shown)}: ${said}`)
      },
    }
  }
  return {
    begin: (name) => line(visible(name), () => `${++over}/${wrappers}`),
    again: (name, behaviours) =>
      line(`${visible(name)}, ${plural(behaviours, 'behaviour')} again, alone`, () => `${over}/${wrappers}`),
    close: lines.close,
  }
}
