import { styleText } from 'node:util'

/** Colours, or none. Nothing is ever told by colour alone. */
export interface Paint {
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
}

type Style = Parameters<typeof styleText>[0]

/** @param colour decided where the output is known; a report itself looks at no terminal */
export function painter(colour: boolean): Paint {
  // Otherwise styleText would look at this process's own standard output.
  const style = (format: Style) => (text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text
  return {
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
    bold: style('bold'),
    dim: style('dim'),
  }
}
