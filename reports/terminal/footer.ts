import { conclusionOf, exitCodes } from '../../harness/cli/exit-codes.ts'
import type { Beside } from '../baseline.ts'
import type { Record as RunRecord } from '../../harness/record/schema.ts'
import { counted } from '../text/standing.ts'
import { plural, spanOf } from '../text/words.ts'
import { hanging, type Page } from './page.ts'

/** How many of what, how long it took, and what it comes to. */
export function footer(record: RunRecord, page: Page, beside?: Beside): string {
  const { bold, dim, green, red, yellow } = page.paint
  const { seconds, lanes } = record.environment
  const { code, meaning } = beside?.conclusion ?? conclusionOf(record)
  const paint = code === exitCodes.conforms ? green : code === exitCodes.inconclusive ? yellow : red
  const { trials, trialSeconds } = record.effort
  const tried = trials === 0 ? '' : `${plural(trials, 'trial')} of ${spanOf(trialSeconds)} together, in `
  const quick = record.quick === true ? ', --quick' : ''
  const more = (record.trialFactor ?? 1) > 1 ? `, --trials x${record.trialFactor}` : quick
  const planned = plural(record.totals.planned, 'behaviour')
  return [
    hanging(page, `${bold(planned)}: ${counted(record.behaviours, page.paint)}`, 0),
    dim(
      hanging(page, `${tried}${spanOf(seconds)} on ${plural(lanes, 'lane')}, seed ${record.seed}${more}`, 0),
    ),
    ...(beside?.said ?? []).map((each) => hanging(page, each, 2, '')),
    paint(hanging(page, `exit ${code}: ${meaning}`, 0)),
  ].join('\n')
}
