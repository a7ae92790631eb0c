import type { Output } from './output.ts'

export interface Redrawn {
  /** Draws what there is to show by now; nothing where that is what stands there already. */
  redraw(): void
  /** Writes a line that stays, above what is redrawn. */
  say(line: string): void
  /** Wipes what is redrawn, which then stays away; more than once is fine. */
  close(): void
}

/** Five times a second reads as live, and costs the measuring event loop nothing that could be measured. */
const redrawMillis = 200

/**
 * What is drawn anew in its place on a terminal, as `frame` has it: one line or several, each no wider than the terminal,
 * the last without an end. Where it is not `live`, lines that stay are all there is.
 */
export function redrawn(output: Output, { live }: { readonly live: boolean }, frame: () => string): Redrawn {
  let isOpen = live
  let drawn = ''
  const draw = (text: string): void => {
    // A frame replaces the last one in one write, from its first line down, so that nothing flickers.
    if (text !== drawn) output.write(`${wiped(drawn)}${text}`)
    drawn = text
  }
  const redraw = (): void => {
    if (isOpen) draw(frame())
  }
  const timer = live ? setInterval(redraw, redrawMillis).unref() : undefined
  return {
    redraw,
    say(line) {
      output.write(`${wiped(drawn)}${line}\n`)
      drawn = ''
      redraw()
    },
    close() {
      clearInterval(timer)
      isOpen = false
      draw('')
    },
  }
}

/** Goes back to where that begins, and empties the screen from there on. */
function wiped(drawn: string): string {
  if (drawn === '') return ''
  const lines = drawn.split('\n').length - 1
  return lines === 0 ? '\r\x1b[K' : `\r\x1b[${lines}A\x1b[J`
}
