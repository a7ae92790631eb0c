import type { Record as RunRecord } from '../harness/record/schema.ts'
import { badgeReport } from './badge.ts'
import { csvReport } from './csv.ts'
import { ctrfReport } from './ctrf.ts'
import { githubReport } from './github.ts'
import { htmlReport } from './html.ts'
import { junitReport } from './junit.ts'
import { markdownReport } from './markdown.ts'
import { severalReport } from './several.ts'
import { tapReport } from './tap.ts'
import { terminalReport } from './terminal.ts'

/** What stored records can be made into. */
export interface Format {
  /** For help: who reads it. */
  readonly for: string
  /** Pure; of one record or more. */
  readonly report: (records: readonly RunRecord[]) => string
}

export const formats = {
  text: { for: 'people, as run tells it', report: textReport },
  html: {
    for: 'people, as a page for any browser',
    report: (records) => htmlReport(records),
  },
  junit: { for: 'Jenkins, GitLab and others that read JUnit XML', report: junitReport },
  tap: { for: 'harnesses that read TAP 14', report: tapReport },
  ctrf: { for: 'tools that read CTRF, the Common Test Report Format', report: ctrfReport },
  markdown: { for: '$GITHUB_STEP_SUMMARY, at most 1 MiB', report: markdownReport },
  github: { for: 'the log of a step of GitHub Actions, as annotations', report: githubReport },
  badge: { for: 'a page about the wrapper, as SVG', report: badgeReport },
  csv: { for: 'a spreadsheet, or a data frame', report: csvReport },
} as const satisfies Readonly<Record<string, Format>>

function textReport(records: readonly RunRecord[]): string {
  const page = { columns: 80, colour: false, quiet: false, stacks: false }
  const told = records.map((record) => terminalReport(record, page))
  const ran = records.map((record) => ({ spec: record.wrapper.spec, record }))
  return [...told, ...(records.length > 1 ? [severalReport(ran, false)] : [])].join('\n')
}
