import { exitCodes } from './exit-codes.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Ends the command at once when somebody asks it to. Nothing has to be closed by hand: the run's janitor, a process of
 * its own, kills what is left and removes the scratch folder as soon as this process is gone.
 *
 * @param wipe makes room on the terminal for the last line
 * @param what has become of it, for that line
 * @returns ends the watch, so that signals do again what they do by themselves
 */
export function endWhenInterrupted(wipe: () => void, what = 'the run was given up'): () => void {
  const end = (): void => {
    wipe()
    process.stderr.write(`wouldblock: interrupted; ${what}.\n`)
    process.exit(exitCodes.interrupted)
  }
  for (const signal of signals) process.once(signal, end)
  return () => {
    for (const signal of signals) process.off(signal, end)
  }
}
