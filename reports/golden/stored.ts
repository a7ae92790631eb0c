import { readFileSync } from 'node:fs'
import { type Record as RunRecord, recordSchema } from '../../harness/record/schema.ts'
import { sampleRecord, sampleResult } from '../sample.ts'

/** One record as `--json` writes it, with every standing in it, and with text that tries to break out of each format. */
export const stored: RunRecord = recordSchema.parse(
  JSON.parse(readFileSync(new URL('record.json', import.meta.url), 'utf8')),
)

/** Another, with nothing to tell. */
export const conforming: RunRecord = sampleRecord([
  sampleResult('block.recv.waits'),
  sampleResult('timeout.recv.expires'),
])
