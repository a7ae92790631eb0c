import type { InFlight } from './in-flight.ts'

/** Marks an operation that the adapter is to make on a thread or task of its own. */
const mark = '&'

export const isAside = (operation: string): boolean => operation.startsWith(mark)
export const bareName = (operation: string): string => (isAside(operation) ? operation.slice(1) : operation)

/** The calls of a lane that are not over, by the ids of their requests: one at most, and any number of marked ones. */
export interface CallsInFlight {
  /** In the order in which they were made. */
  readonly all: readonly InFlight[]
  /** Throws while a call without a mark is in flight: that is a bug of whoever drives the lane. */
  assertFree(operation: string): void
  add(id: string, call: InFlight, aside: boolean): void
  /** The call that a line answers, or, if it is no answer at all, the oldest. */
  answeredBy(line: string): { readonly id: string; readonly call: InFlight | undefined }
  remove(id: string): void
  removeAll(): readonly InFlight[]
}

export function callsInFlight(): CallsInFlight {
  const calls = new Map<string, InFlight>()
  /** The id of the call on the main thread. */
  let main: string | undefined

  const remove = (id: string): void => {
    calls.delete(id)
    if (id === main) main = undefined
  }

  return {
    get all() {
      return [...calls.values()]
    },
    assertFree(operation) {
      if (main === undefined) return
      const other = calls.get(main)?.operation
      throw new Error(`${operation} was called while ${other} is in flight on the same lane`)
    },
    add(id, call, aside) {
      calls.set(id, call)
      if (!aside) main = id
    },
    answeredBy(line) {
      const said = line.slice(0, Math.max(0, line.indexOf(' ')))
      const id = calls.has(said) ? said : (calls.keys().next().value ?? '')
      return { id, call: calls.get(id) }
    },
    remove,
    removeAll() {
      const left = [...calls.values()]
      calls.clear()
      main = undefined
      return left
    },
  }
}
