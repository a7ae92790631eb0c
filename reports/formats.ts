import type { Record as RunRecord } from '../harness/record/schema.ts'
import { junitReport } from './junit.ts'

/** What stored records can be made into. */
export interface Format {
  /** For help: who reads it. */
  readonly for: string
  /** Pure; of one record or more. */
  readonly report: (records: readonly RunRecord[]) => string
}

export const formats = {
  junit: { for: 'Jenkins, GitLab and others that read JUnit XML', report: junitReport },
} as const satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof formats
