import type { Stale, Checked } from '../harness/baseline/check.ts'
import { type Conclusion, conclusionOf, exitCodes, gravest } from '../harness/cli/exit-codes.ts'
import { madeVisible } from './text/visible.ts'
import { plural } from './text/words.ts'

/** What a run comes to beside its baseline, and what is to be said of that, a line each. */
export interface Beside {
  readonly conclusion: Conclusion
  readonly said: readonly string[]
}

/** Known failures redden nothing; an entry that is not true does. Pure. */
export function besideBaseline(checked: Checked): Beside {
  const { known, stale, accounted } = madeVisible(checked)
  const own = conclusionOf({ behaviours: accounted })
  const code = gravest([own.code, ...(stale.length > 0 ? [exitCodes.fails] : [])])
  const meaning =
    own.code === code && code !== exitCodes.conforms
      ? own.meaning
      : stale.length > 0
        ? `${plural(stale.length, 'entry', 'entries')} of the baseline ${stale.length === 1 ? 'is' : 'are'} not true any more`
        : known.length > 0
          ? `it conforms, but for ${plural(known.length, 'known failure')}`
          : own.meaning
  return {
    conclusion: { code, meaning },
    said: [
      ...known.map(
        ({ id, reason, link }) => `known: ${id}: ${reason}${link === undefined ? '' : ` (${link})`}`,
      ),
      ...stale.map(complaint),
    ],
  }
}

function complaint(stale: Stale): string {
  const { id, verdict, cause } = stale.entry
  switch (stale.kind) {
    case 'passes':
      return `baseline: ${id} passes now: take it off the list (--update-baseline).`
    case 'otherwise': {
      const { verdict: now, cause: why } = stale.result
      return `baseline: ${id} is listed as ${verdict} (${cause}), and now is ${now}${why === null ? '' : ` (${why})`}.`
    }
    case 'nothing':
      return `baseline: there is no behaviour ${id}: "wouldblock list" shows them all.`
  }
}
