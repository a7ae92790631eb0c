import { visible } from '../../reports/text/visible.ts'
import type { Refusal } from '../lanes/lane.ts'

/** A stream that text for people is written to. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const defaultColumns = 80

/** A terminal's width, or that of the page where there is none, or one that does not know its own. */
export const columnsOf = (output: Output): number => output.columns || defaultColumns

/** Whether to paint: what was typed decides, then the environment, then whether it is a terminal. */
export function wantsColour(
  output: Output,
  typed: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = environment
  if (!typed) return false
  if (force !== undefined) return force !== '0' && force !== 'false'
  // By its convention (no-color.org) an empty NO_COLOR says nothing.
  if (no !== undefined && no !== '') return false
  return output.isTTY === true && terminal !== 'dumb'
}

/** What was wrong, and what to do next. */
export const complaint = ({ what, next }: Refusal): string =>
  `wouldblock: ${visible(what)}\n  ${visible(next)}\n`
