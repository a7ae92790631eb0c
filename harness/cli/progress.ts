import { painter } from '../../reports/text/paint.ts'
import { visible } from '../../reports/text/visible.ts'
import { cut } from '../../reports/text/width.ts'
import { plural, spanOf } from '../../reports/text/words.ts'
import type { RunProgress } from '../engine/run.ts'
import { columnsOf, type Output } from './output.ts'
import { redrawn } from './redrawn.ts'
import { Tally } from './tally.ts'

export interface ShownProgress {
  readonly progress: RunProgress
  /** Wipes what is on the terminal. To be called before anything else is written there; more than once is fine. */
  close(): void
}

/** Where lines stay, few of them say more. */
const lineMillis = 5_000

/** Shows a run as it goes on: two lines redrawn on a terminal, sparse plain lines elsewhere. */
export function showProgress(output: Output, spec: string, colour: boolean): ShownProgress {
  return output.isTTY === true ? live(output, visible(spec), colour) : plain(output, visible(spec))
}

/** For `--quiet`. */
export const showNothing = (): ShownProgress => ({ progress: new Tally(), close: () => {} })

function live(output: Output, spec: string, colour: boolean): ShownProgress {
  const tally = new Tally()
  const paint = painter(colour)
  const lines = redrawn(output, { live: true }, () => {
    const columns = columnsOf(output) - 1
    const counts = tally.trials === 0 ? spec : tally.counts()
    const filled = Math.round(tally.share() * barColumns)
    const bar = paint.green('━'.repeat(filled)) + paint.dim('─'.repeat(barColumns - filled))
    const first = `${bar} ${cut(counts, columns - barColumns - 1)}`
    return `${first}\n${paint.dim(cut(tally.activity(), columns))}`
  })
  lines.redraw()
  return { progress: tally, close: lines.close }
}

const barColumns = 10

function plain(output: Output, spec: string): ShownProgress {
  const tally = new Tally()
  const say = (text: string): void => void output.write(`wouldblock: ${text}\n`)
  const timer = setInterval(
    () => say(tally.trials === 0 ? tally.activity() : tally.counts()),
    lineMillis,
  ).unref()
  let open = true
  return {
    progress: {
      planned(behaviours, trials) {
        tally.planned(behaviours, trials)
        say(`${spec}: ${plural(behaviours.length, 'behaviour')}, ${plural(trials, 'trial')}`)
      },
      trialStarted: tally.trialStarted,
      trialEnded: tally.trialEnded,
      decided: tally.decided,
    },
    close() {
      clearInterval(timer)
      if (open && tally.trials > 0) say(`${spec}: over after ${spanOf(tally.seconds())}`)
      open = false
    },
  }
}
