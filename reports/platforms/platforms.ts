import { check50Report } from './check50.ts'
import { coderunnerReport } from './coderunner.ts'
import { csvReport } from './csv.ts'
import { githubClassroomReport } from './github-classroom.ts'
import { gradescopeReport } from './gradescope.ts'
import { prairielearnReport } from './prairielearn.ts'
import type { Reported } from './reported.ts'
import { vplReport } from './vpl.ts'

/** What a grade can be made into for a platform. */
export interface Platform {
  /** For help: who reads it. */
  readonly for: string
  /** The file's name, in the folder of the submission. */
  readonly file: string
  readonly report: (reported: Reported) => string
  /** It has words for a grade that is still open; elsewhere that would be no points. */
  readonly knowsOpen?: true
}

export const platforms = {
  gradescope: { for: 'Gradescope: results.json', file: 'gradescope.json', report: gradescopeReport },
  prairielearn: {
    for: 'PrairieLearn: results.json',
    file: 'prairielearn.json',
    report: prairielearnReport,
    knowsOpen: true,
  },
  'github-classroom': {
    for: 'GitHub Classroom: the result for its reporter, in base64',
    file: 'github-classroom.txt',
    report: githubClassroomReport,
  },
  coderunner: {
    for: 'Moodle CodeRunner: what a combinator template grader prints',
    file: 'coderunner.json',
    report: coderunnerReport,
  },
  vpl: { for: 'Moodle VPL: comments and grade', file: 'vpl.txt', report: vplReport, knowsOpen: true },
  check50: { for: 'what reads the JSON of check50', file: 'check50.json', report: check50Report },
  csv: { for: 'a spreadsheet, or a data frame', file: 'points.csv', report: csvReport },
} as const satisfies Readonly<Record<string, Platform>>

export type PlatformName = keyof typeof platforms

export const isPlatform = (name: string): name is PlatformName => Object.hasOwn(platforms, name)

/** The file that a platform reads of one submission, whole. Pure; says of what is hidden nothing but its points. */
export const platformReport = (name: PlatformName, reported: Reported): string =>
  platforms[name].report(reported)
