import type { Record as RunRecord } from '../harness/record/schema.ts'

/** The record of one wrapper. Pure. */
export const jsonOfOne = (record: RunRecord): string => `${JSON.stringify(record, null, 2)}\n`

/** The records of several wrappers, as an array, even if but one of them came to a record. Pure. */
export const jsonOfSeveral = (records: readonly RunRecord[]): string =>
  `${JSON.stringify(records, null, 2)}\n`
