import type { Arbitrary } from 'fast-check'
import type { Symptom } from './symptom.ts'
import { once } from '../trials/table.ts'
import type { Tools } from './tools.ts'

export type Level = 'must' | 'should' | 'note'

/** One normative sentence, and all that people need to know about it. */
export interface Behaviour {
  /** `group.operation.claim`; the group is also the suite's file. */
  readonly id: string
  readonly level: Level
  /** 1 is the core; 2 needs a capability or is a SHOULD; 3 is narrow. */
  readonly tier: 1 | 2 | 3
  /** The sentence. */
  readonly says: string
  /** Where it comes from. */
  readonly source: string
  /** How it is observed, in a sentence. */
  readonly observed: string
  /** What typically breaks it, in a sentence. */
  readonly breaks: string
  /** For the person who has to mend it. */
  readonly hint: string
  /** Behaviours without which this one cannot be seen; if one of them fails, this one is untested. */
  readonly needs?: readonly string[]
  /** Symptoms that it is about: another failure that shows one of them then points here. */
  readonly names?: readonly Symptom[]
  /** Features that the wrapper must have declared. */
  readonly features?: readonly string[]
  /** What the adapter must be able to stage, such as `wall-clock`. */
  readonly stages?: readonly string[]
  /** Variants that the wrapper must have declared, such as `{ zero: 'nonblocking' }`. */
  readonly variants?: Readonly<Record<string, string>>
  /** Variants of which the wrapper must have declared one of several; it is not about a wrapper that declares another. */
  readonly among?: Readonly<Record<string, readonly string[]>>
}

/** A set of inputs, drawn `runs` at a time. Every stratum of a scenario is drawn from. */
export interface Stratum<Input> {
  readonly arbitrary: Arbitrary<Input>
  readonly runs: number
  /** A row of a table, which more runs would only repeat. */
  readonly fixed?: true
}

/** A check, its inputs, and the behaviours that it decides; trials are shared where one set of calls answers several. */
export interface Scenario<Input = unknown> {
  readonly behaviours: readonly Behaviour[]
  readonly given: readonly Stratum<Input>[]
  /** `wrapper`: sockets behind an adapter. `program`: a whole program, plugged in as `program:…`. */
  readonly subject: 'wrapper' | 'program'
  /** Runs beside all other scenarios, for as long as they do, on lanes of its own. */
  readonly wholeRun: boolean
  /** On a lane of its own, whose process has more descriptors open than `select` can watch. */
  readonly crowded: boolean
  /** Each trial has a process of its own, which ends with it: what it leaves there would be found by others. */
  readonly ownProcess: boolean
  /** How long a trial waits, in seconds, so that the longest can start first. */
  readonly takesSeconds: (input: Input) => number
  readonly check: (tools: Tools, input: Input) => Promise<void>
}

type Common<Input> = {
  /** Absent: one trial without input. */
  readonly given?: readonly Stratum<Input>[]
  readonly takesSeconds?: (input: Input) => number
  readonly wholeRun?: boolean
  readonly crowded?: boolean
  readonly ownProcess?: boolean
  readonly check: (tools: Tools, input: Input) => Promise<void>
}

/** Declares one behaviour with a check of its own. */
export function behaviour<Input = undefined>(declaration: Behaviour & Common<Input>): Scenario {
  const { given, takesSeconds, wholeRun, crowded, ownProcess, check, ...rest } = declaration
  return scenario([rest], { given, takesSeconds, wholeRun, crowded, ownProcess, check })
}

/** Declares behaviours that are judged by the same calls. Each claim in the check names whose it is. */
export function behaviours<Input = undefined>(judged: readonly Behaviour[], common: Common<Input>): Scenario {
  return scenario(judged, common)
}

function scenario<Input>(
  judged: readonly Behaviour[],
  common: { [Key in keyof Common<Input>]: Common<Input>[Key] | undefined },
): Scenario {
  const declared: Scenario<Input> = {
    behaviours: judged,
    given: common.given ?? (once as readonly Stratum<Input>[]),
    subject: judged[0]?.id.startsWith('program.') === true ? 'program' : 'wrapper',
    wholeRun: common.wholeRun ?? false,
    crowded: common.crowded ?? false,
    ownProcess: common.ownProcess ?? false,
    takesSeconds: common.takesSeconds ?? (() => 0.1),
    check: common.check ?? (() => Promise.reject(new Error('no check'))),
  }
  // Input is known to the suite that declares a scenario; the engine only hands values through.
  return declared as unknown as Scenario
}
