import type { BundleFile, BundleParts } from './bundle.ts'
import { githubClassroomBundle } from './github-classroom.ts'
import { gradescopeBundle } from './gradescope.ts'
import { moodleBundle } from './moodle.ts'
import { prairielearnBundle } from './prairielearn.ts'

/** All that a platform needs to grade an assignment by itself. */
export interface Bundle {
  /** For help. */
  readonly for: string
  readonly as: 'zip' | 'folder'
  /** Whether the platform keeps the assignment from those who are graded. */
  readonly keepsSecrets: boolean
  readonly files: (parts: BundleParts) => BundleFile[]
}

export const bundles = {
  gradescope: {
    for: 'Gradescope: the autograder, to be uploaded',
    as: 'zip',
    keepsSecrets: true,
    files: gradescopeBundle,
  },
  prairielearn: {
    for: 'PrairieLearn: a question, and the image that grades it',
    as: 'folder',
    keepsSecrets: true,
    files: prairielearnBundle,
  },
  'github-classroom': {
    for: 'GitHub Classroom: what goes into the template repository',
    as: 'folder',
    keepsSecrets: false,
    files: githubClassroomBundle,
  },
  moodle: {
    for: 'Moodle: CodeRunner and the Virtual Programming Lab',
    as: 'folder',
    keepsSecrets: false,
    files: moodleBundle,
  },
} as const satisfies Readonly<Record<string, Bundle>>

export type BundleName = keyof typeof bundles

export const isBundle = (name: string): name is BundleName => Object.hasOwn(bundles, name)
