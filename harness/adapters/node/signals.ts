// Taken hold of before the wrapper is loaded, which may replace it.
const listen = process.on.bind(process)

let handled = 0

/**
 * Handles SIGUSR2 from now on, and counts it. libuv interrupts what the main thread waits in, but runs the handler only
 * when the event loop turns again: while a call blocks, the count stands still.
 */
export function countSignals(): void {
  listen('SIGUSR2', () => {
    handled += 1
  })
}

/** How many signals have been handled since the last reset. */
export const handledSignals = (): number => handled

export function forgetSignals(): void {
  handled = 0
}
