import type { PreparedWrapper } from '../wrappers/prepare.ts'

/** A language whose wrappers are plugged in as one file, beside an adapter of this package's in the same language. */
export interface Language {
  /** Also the name of the adapter's folder, beside this file. */
  readonly id: string
  /** As people write it. */
  readonly name: string
  /** Endings of wrapper files, without the dot. */
  readonly endings: readonly string[]
  /** The program that has to be on the PATH: an interpreter or a compiler. */
  readonly tool: string
  /** The packages of Debian that bring it, and whatever else the adapter needs. */
  readonly packages: readonly string[]
  /** How many lanes are worth their start, where that is not the usual number: fewer where a start costs much. */
  readonly lanes?: number
  /** Added to the environment of the lanes, and of the compiler. */
  readonly environment?: Readonly<Record<string, string>>
  /** What makes a lane's command of the adapter and a wrapper: `script(…)` or `compiled(…)`. */
  readonly start: Start
}

/** What is to be hosted. */
export interface Target {
  /** The wrapper's file, absolute; it is there and can be read. */
  readonly file: string
  /** What stood behind the `#`. */
  readonly className?: string | undefined
}

export type Argv = readonly [string, ...string[]]

/** Answers a lane's program and arguments; the program is an absolute path or found on the PATH. */
export type Start = (language: Language, target: Target) => Promise<Started>

export type Started = { readonly kind: 'argv'; readonly argv: Argv } | Refused

export type Refused = Extract<PreparedWrapper, { kind: 'refused' }>

/** Nothing can start because of what was typed, or of what is not installed. */
export const refusedAsTyped = (what: string, next: string): Refused => ({
  kind: 'refused',
  refusal: { what, next },
  typed: true,
})

/** The wrapper is at fault: each behaviour fails because of it. */
export const refusedAsWrong = (what: string, next: string): Refused => ({
  kind: 'refused',
  refusal: { what, next },
  typed: false,
})
