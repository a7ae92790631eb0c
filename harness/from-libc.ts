import { createRequire } from 'node:module'

/**
 * Functions of the libc that this process itself has, each by its C declaration. They are looked up when the result is
 * first called, since koffi costs 5 ms and 2 MB, and only who needs it pays; that call throws if the libc has no such
 * function.
 */
export function fromLibc<Calls extends object>(
  declarations: Readonly<Record<keyof Calls, string>>,
): () => Calls {
  let found: Calls | undefined
  return () => (found ??= look(declarations))
}

/** The error number of such a call that has just failed. */
export const errno = (): number => koffi().errno()

let loaded: typeof import('koffi') | undefined

/** Loaded once: whatever came between a call and the look at its error number could change that. */
const koffi = (): typeof import('koffi') =>
  (loaded ??= createRequire(import.meta.url)('koffi') as typeof import('koffi'))

function look<Calls extends object>(declarations: Readonly<Record<keyof Calls, string>>): Calls {
  const self = koffi().load(null)
  const calls = Object.entries<string>(declarations).map(([name, declared]) => [name, self.func(declared)])
  return Object.fromEntries(calls) as Calls
}
