import { exitCodes } from './exit-codes.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Ends the command at once when somebody asks it to. Nothing has to be closed by hand: the run's janitor, a process of
 * its own, kills what is left and removes the scratch folder as soon as this process is gone.
 *
 * @param wipe makes room on the terminal for the last line
 */
export function endWhenInterrupted(wipe: () => void): void {
  for (const signal of signals) {
    process.once(signal, () => {
      wipe()
      process.stderr.write('wouldblock: interrupted; the run was given up.\n')
      process.exit(exitCodes.interrupted)
    })
  }
}
