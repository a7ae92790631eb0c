import type { BehaviourResult } from '../../harness/record/schema.ts'
import { visible } from '../text/visible.ts'

/** Longer texts are cut: what a submission writes into its errors may be of any length. */
const longest = 400

/**
 * A text of a record in the words of the student whose class it is about: nothing of how it was run, no path of the
 * machine that graded it, nothing that a terminal would obey. Pure.
 */
export const inStudentsWords = (text: string): string => {
  const told = phrases.reduce(
    (said, [pattern, words]) => said.replace(pattern, words),
    text.slice(0, longest * 4),
  )
  const seen = visible(withoutPaths(told))
  return seen.length > longest ? `${seen.slice(0, longest)}…` : seen
}

/** A file is named by its last part; where it lay when it was graded helps nobody. */
export const withoutPaths = (text: string): string =>
  text
    .replace(/\bfile:\/\/\S*\/([^\s/]+)/g, '$1')
    .replace(/(?<![\w.…:/])(?:\/[^\s/:"'`()<>,;]+)+\/([^\s/:"'`()<>,;]+)/g, '$1')

/** What the texts of records say of the machinery, and what it means to somebody who only wrote a class. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/; the process was killed\b/, ''],
  [/\bits adapter\b/g, 'your class'],
  [/\bthe adapter\b/g, 'your class'],
  [/\bthe wrapper\b/g, 'your class'],
  [/\bThe wrapper\b/g, 'Your class'],
  [/\bas the protocol says\b/g, 'with what the call promises'],
]

/** What to do about it, as the behaviour says it; some of what it says of a fault is about the machinery. */
export const hintOf = ({ cause, hint }: Pick<BehaviourResult, 'cause' | 'hint'>): string =>
  cause === 'protocol'
    ? 'Look at what the method returns, and at anything that it may do to the process around it: what came back is no answer to this call.'
    : inStudentsWords(hint)
