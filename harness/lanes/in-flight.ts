import { nowMicros } from '../clock.ts'
import type { CallOutcome, PendingCall } from './lane.ts'

/** The lane's side of a pending call: what the process does and the clock allows is told to it. */
export class InFlight implements PendingCall {
  readonly operation: string
  readonly requestedAtMicros: number
  readonly entered: Promise<void>
  readonly outcome: Promise<CallOutcome>
  /** When the announcement was read. */
  enteredAtMicros: number | undefined
  #over: CallOutcome | undefined
  #timer: NodeJS.Timeout | undefined
  readonly #overdue: (call: InFlight) => void
  #resolveEntered!: () => void
  #resolveOutcome!: (outcome: CallOutcome) => void

  /** `overdue` is called when an armed deadline has passed; it must end the call. */
  constructor(operation: string, overdue: (call: InFlight) => void) {
    this.operation = operation
    this.#overdue = overdue
    this.entered = new Promise((resolve) => {
      this.#resolveEntered = resolve
    })
    this.outcome = new Promise((resolve) => {
      this.#resolveOutcome = resolve
    })
    this.requestedAtMicros = nowMicros()
  }

  settled(): CallOutcome | undefined {
    return this.#over
  }

  arm(milliseconds: number): void {
    if (this.#over !== undefined) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      // If the harness itself was held up, the reply may lie unread in the pipe: it is read before this runs.
      setImmediate(() => {
        if (this.#over === undefined) this.#overdue(this)
      })
    }, milliseconds)
  }

  /** The call has been announced. */
  enter(atMicros: number): void {
    this.enteredAtMicros = atMicros
    this.#resolveEntered()
  }

  /** The call is over. Only the first end counts. */
  finish(outcome: CallOutcome): void {
    if (this.#over !== undefined) return
    this.#over = outcome
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#resolveEntered()
    this.#resolveOutcome(outcome)
  }

  /** What an overdue call ends as. */
  hang(): CallOutcome & { kind: 'hang' } {
    return {
      kind: 'hang',
      entered: this.enteredAtMicros !== undefined,
      waitedMicros: nowMicros() - this.requestedAtMicros,
    }
  }
}
