import { gradescopeReport } from './gradescope.ts'
import type { Reported } from './reported.ts'

/** What a grade can be made into for a platform. */
export interface Platform {
  /** For help: who reads it. */
  readonly for: string
  /** The file's name, in the folder of the submission. */
  readonly file: string
  readonly report: (reported: Reported) => string
}

export const platforms = {
  gradescope: { for: 'Gradescope, as results.json', file: 'gradescope.json', report: gradescopeReport },
} as const satisfies Readonly<Record<string, Platform>>

export type PlatformName = keyof typeof platforms

export const isPlatform = (name: string): name is PlatformName => Object.hasOwn(platforms, name)

/** The file that a platform reads of one submission, whole. Pure; says of what is hidden nothing but its points. */
export const platformReport = (name: PlatformName, reported: Reported): string =>
  platforms[name].report(reported)
