import { painter } from '../../reports/text/paint.ts'
import { visible } from '../../reports/text/visible.ts'
import { cut } from '../../reports/text/width.ts'
import { plural, spanOf } from '../../reports/text/words.ts'
import { nowMicros } from '../clock.ts'
import type { ClassProgress } from '../grade/class/grade-class.ts'
import type { Grade } from '../grade/grade.ts'
import { columnsOf, type Output } from './output.ts'
import { redrawn } from './redrawn.ts'

export interface ShownClass {
  readonly progress: ClassProgress
  /** Wipes what is redrawn; more than once is fine. */
  close(): void
}

/** Shows each submission as it ends on a line that stays; on a terminal also what runs, and how long it may yet take. */
export function showClass(
  output: Output,
  submissions: number,
  { quiet, colour }: { readonly quiet: boolean; readonly colour: boolean },
): ShownClass {
  const paint = painter(colour)
  const live = !quiet && output.isTTY === true
  const started = nowMicros()
  const running = new Set<string>()
  const ends: number[] = []
  let over = 0
  const lines = redrawn(output, { live }, () => {
    const seconds = secondsLeft(started, ends, submissions - over)
    const left = seconds === undefined ? '' : `, about ${spanOf(seconds)} left`
    const line = `${over} of ${plural(submissions, 'submission')}${left}: ${[...running].map(visible).join(', ')}`
    return cut(line, columnsOf(output) - 1)
  })
  const say = (text: string): void => {
    if (!quiet) lines.say(text)
  }
  return {
    progress: {
      begun: ({ name }) => void running.add(name),
      postponed({ name }) {
        running.delete(name)
        say(`${paint.dim('later')} ${paint.bold(visible(name))}: to be looked at again, alone`)
      },
      ended({ name }, grade, kept) {
        running.delete(name)
        over++
        if (!kept) ends.push(nowMicros())
        say(
          `${paint.dim(`${over}/${submissions}`)} ${paint.bold(visible(name))}: ${pointsOf(grade, paint, kept)}`,
        )
      },
    },
    close: lines.close,
  }
}

function pointsOf(grade: Grade, paint: ReturnType<typeof painter>, kept: boolean): string {
  const points = `${grade.points} of ${grade.of}`
  const pending = grade.pending > 0 ? `, ${grade.pending} undecided` : ''
  const look = grade.state === 'review' ? paint.yellow(`${pending} (for you to look at)`) : ''
  const [note] = grade.notes
  const why = note === undefined ? '' : paint.dim(` ${visible(note)}`)
  return `${points}${look}${why}${kept ? paint.dim(' (from before)') : ''}`
}

/** From the pace so far; undefined before anything has ended. */
export function secondsLeft(
  startedMicros: number,
  ends: readonly number[],
  left: number,
): number | undefined {
  const last = ends.at(-1)
  if (last === undefined) return undefined
  return (left * (last - startedMicros)) / ends.length / 1e6
}
