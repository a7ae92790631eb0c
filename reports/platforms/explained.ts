import type { Lost } from '../../harness/grade/grade.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { timelineText } from '../ci/timeline-text.ts'
import { inputInWords } from '../text/counterexample.ts'
import { visible } from '../text/visible.ts'
import { withoutFolders } from './without-folders.ts'

/** Longer texts are cut: an error message of a megabyte explains nothing that its beginning does not. */
const longest = 400

/**
 * Why a behaviour earned nothing, for the student: what was asked, what the class did, when, and where to read. Visible
 * text; names no command and no folder of the machine that graded. Pure.
 */
export function explained(
  lost: Lost,
  result: BehaviourResult | undefined,
): { readonly lines: readonly string[]; readonly reason: string } {
  const reason = shown(reasonOf(lost))
  if (!result) return { lines: [reason], reason }
  const { says, source, hint, trace, counterexample, script, verdict } = result
  const failed = verdict === 'fail'
  const input = failed && !script ? inputInWords(counterexample) : ''
  const timeline = failed ? timelineText(trace.map(shownEvent)) : []
  return {
    reason,
    lines: [
      ...labelled('asked', says),
      ...labelled('happened', reason),
      ...labelled('with', input),
      ...labelled('expected', failed ? (result.expected ?? '') : ''),
      ...labelled('hint', failed ? hint : ''),
      ...labelled('read', source),
      ...(script ? ['', ...script.map((step, at) => shown(`${at + 1}. ${step}`))] : []),
      ...(timeline.length > 0 ? ['', ...timeline] : []),
    ],
  }
}

function reasonOf({ verdict, cause, because, happened }: Lost): string {
  switch (verdict) {
    case 'untested':
      return because === null ? 'It could not be tested.' : `It rests on ${because}: mend that first.`
    case 'unsupported':
      return `Your class declares that it cannot do this${happened === null ? '' : `: ${happened}`}`
    case 'fail':
    case 'inconclusive':
    case 'pass':
      return happened ?? cause ?? 'It was not tried.'
  }
}

const labelled = (label: string, text: string): string[] =>
  text === '' ? [] : [`${`${label}:`.padEnd(10)}${shown(text)}`]

const shownEvent = <Event extends { readonly what: string }>(event: Event): Event => ({
  ...event,
  what: shown(event.what),
})

function shown(text: string): string {
  const short = withoutFolders(visible(text.slice(0, longest)))
  return text.length > longest ? `${short}…` : short
}
