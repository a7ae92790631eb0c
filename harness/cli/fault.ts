import { CommanderError } from 'commander'
import { visible } from '../../reports/text/visible.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { complaint } from './output.ts'
import { UsageError } from './usage-error.ts'

export interface Fault {
  readonly code: ExitCode
  /** For standard error; empty where all has been said. */
  readonly text: string
}

/** What to make of an error that ends the command: a mistake in typing, or a bug of ours. Pure. */
export function faultOf(error: unknown, debug: boolean): Fault {
  if (error instanceof UsageError)
    return { code: exitCodes.usage, text: [error.refusal, ...error.more].map(complaint).join('') }
  // commander has said what it has to say; help and version end here as well.
  if (error instanceof CommanderError)
    return { code: error.exitCode === 0 ? exitCodes.conforms : exitCodes.usage, text: '' }
  const message = error instanceof Error ? error.message : String(error)
  if (debug) {
    const stack = error instanceof Error ? (error.stack ?? message) : message
    return { code: exitCodes.bug, text: `wouldblock: bug: ${stack.split('\n').map(visible).join('\n')}\n` }
  }
  const next = 'Please report it, with what --debug adds.'
  return { code: exitCodes.bug, text: complaint({ what: `bug: ${message}`, next }) }
}
