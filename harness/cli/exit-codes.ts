import type { BehaviourResult } from '../record/schema.ts'

export const exitCodes = {
  conforms: 0,
  fails: 1,
  inconclusive: 2,
  /** What was typed cannot be carried out. */
  usage: 64,
  /** The suite's own bug. */
  bug: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export interface Conclusion {
  readonly code: ExitCode
  /** In a few words, for the last line of a report. */
  readonly meaning: string
}

interface Rule extends Conclusion {
  readonly applies: (behaviours: readonly BehaviourResult[]) => boolean
}

const must = ({ level }: BehaviourResult): boolean => level === 'must'

/** What decides the exit code, in order of precedence: the first rule that applies. */
const rules: readonly Rule[] = [
  {
    code: exitCodes.bug,
    meaning: 'the suite itself has a bug; please report it',
    applies: (all) => all.some(({ cause }) => cause === 'bug'),
  },
  {
    code: exitCodes.fails,
    meaning: 'a must fails or is untested',
    applies: (all) => all.filter(must).some(({ verdict }) => verdict === 'fail' || verdict === 'untested'),
  },
  {
    code: exitCodes.inconclusive,
    meaning: 'a must is inconclusive',
    applies: (all) => all.filter(must).some(({ verdict }) => verdict === 'inconclusive'),
  },
  {
    code: exitCodes.inconclusive,
    // A skip is never green.
    meaning: 'nothing could be decided',
    applies: (all) => all.every(({ verdict }) => verdict !== 'pass' && verdict !== 'fail'),
  },
  { code: exitCodes.conforms, meaning: 'it conforms', applies: () => true },
]

/** What a record means for whoever runs the command. */
export function conclusionOf(record: { readonly behaviours: readonly BehaviourResult[] }): Conclusion {
  const rule = rules.find(({ applies }) => applies(record.behaviours))
  return { code: rule!.code, meaning: rule!.meaning }
}

/** The exit code of several runs: the gravest. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.conforms
}

const precedence: readonly ExitCode[] = [
  exitCodes.interrupted,
  exitCodes.bug,
  exitCodes.usage,
  exitCodes.fails,
  exitCodes.inconclusive,
]
