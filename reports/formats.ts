import type { Record as RunRecord } from '../harness/record/schema.ts'
import { csvReport } from './csv.ts'
import { ctrfReport } from './ctrf.ts'
import { junitReport } from './junit.ts'
import { tapReport } from './tap.ts'

/** What stored records can be made into. */
export interface Format {
  /** For help: who reads it. */
  readonly for: string
  /** Pure; of one record or more. */
  readonly report: (records: readonly RunRecord[]) => string
}

export const formats = {
  junit: { for: 'Jenkins, GitLab and others that read JUnit XML', report: junitReport },
  tap: { for: 'harnesses that read TAP 14', report: tapReport },
  ctrf: { for: 'tools that read CTRF, the Common Test Report Format', report: ctrfReport },
  csv: { for: 'a spreadsheet, or a data frame', report: csvReport },
} as const satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof formats
