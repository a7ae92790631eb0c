import { firstMode, type Mode, modeAfter, type Setting, settingInWords } from './mode.ts'
import { type Demand, idleAnswer, notYetIn } from './demand.ts'
import { type Step, stepInWords } from './steps.ts'

/** Something done to a listener, by a client of it, or on one of the connections that it has accepted. */
export type ListenerStep =
  | { readonly act: 'set'; readonly setting: Setting }
  | { readonly act: 'accept' | 'close' | 'client dials' }
  /** `which`: counted round and round, so that there is one as long as there are any. */
  | { readonly act: 'on accepted'; readonly which: number; readonly step: Step }

/** A listener, so far as anyone can know: its mode, and how many clients wait to be accepted. */
export interface Listener {
  readonly mode: Mode
  readonly closed: boolean
  readonly waiting: number
  readonly accepted: number
}

export const newListener: Listener = { mode: firstMode, closed: false, waiting: 0, accepted: 0 }

/** The shortest accept queue that listen() gives is not known; so few clients fit into any. */
const mostWaiting = 3

/** Whether a step can be made at all; a sequence skips it otherwise. */
export function appliesToListener(step: ListenerStep, is: Listener): boolean {
  switch (step.act) {
    case 'set':
    case 'close':
      return !is.closed
    case 'client dials':
      return !is.closed && is.waiting < mostWaiting
    case 'accept':
      return true
    case 'on accepted':
      return is.accepted > 0
  }
}

/** What accept must answer; `done` is a client, any of those that wait. */
export function demandOnAccept(is: Listener): Demand {
  if (is.closed) return { answers: ['failure'] }
  return is.waiting > 0 ? { answers: ['done'], ...notYetIn(is.mode) } : { answers: [idleAnswer(is.mode)] }
}

/** The listener after a step that succeeded. */
export function afterListener(is: Listener, step: ListenerStep): Listener {
  switch (step.act) {
    case 'set':
      return { ...is, mode: modeAfter(step.setting) }
    case 'client dials':
      return { ...is, waiting: is.waiting + 1 }
    case 'accept':
      return { ...is, waiting: is.waiting - 1, accepted: is.accepted + 1 }
    // Clients that still wait are turned away; those that were accepted have nothing to do with it any more.
    case 'close':
      return { ...is, closed: true, waiting: 0 }
    case 'on accepted':
      return is
  }
}

/** As a script shows it: `listener.accept()`, `accepted 2: recv(1)`. */
export function listenerStepInWords(step: ListenerStep): string {
  switch (step.act) {
    case 'set':
      return `listener.${settingInWords(step.setting)}`
    case 'accept':
    case 'close':
      return `listener.${step.act}()`
    case 'client dials':
      return 'a client dials'
    case 'on accepted':
      return `on accepted ${step.which}: ${stepInWords(step.step)}`
  }
}
