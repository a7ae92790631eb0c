import { describe, expect, it } from 'vitest'
import { sampleRecord, sampleResult } from '../../reports/sample.ts'
import { readRecords, recordsIn } from './read-records.ts'
import { UsageError } from './usage-error.ts'

const record = sampleRecord([sampleResult('a.b')])

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof UsageError) return `${error.refusal.what} ${error.refusal.next}`
    throw error
  }
  return 'nothing was refused'
}

describe('records', () => {
  it('are read, be they one or several', () => {
    expect(recordsIn(JSON.stringify(record), 'r.json')).toEqual([record])
    expect(recordsIn(`\uFEFF${JSON.stringify([record, record])}`, 'r.json')).toEqual([record, record])
  })

  it.each([
    ['nothing', '', 'r.json is empty. Records are written by run with --json.'],
    ['half a record', '{"version":', 'r.json is no JSON: Unexpected end of JSON input.'],
    ['an empty array', '[]', 'r.json holds no record: none of its wrappers could be started.'],
    ['a number', '7', 'r.json is no record: Invalid input: expected object, received number.'],
    ['something else', '{"version":1}', 'r.json is no record at version: '],
    ['null', 'null', 'r.json is no record: '],
    [
      'a record of another version',
      '{"version":"wouldblock/record/9"}',
      'r.json is wouldblock/record/9; this wouldblock reads wouldblock/record/1. Run the wrapper again',
    ],
    [
      'a verdict that there is not',
      JSON.stringify([record, { ...record, behaviours: [sampleResult('a.b', { verdict: 'ok' as 'pass' })] }]),
      'r.json, record 2 is no record at behaviours.0.verdict: Invalid option',
    ],
  ])('are not found in %s', (_name, text, said) => {
    expect(refusal(() => recordsIn(text, 'r.json'))).toContain(said)
  })

  it('are not read of what is no file', () => {
    expect(refusal(() => readRecords('no/r.json', '/'))).toContain(
      'no/r.json cannot be read: there is no such file.',
    )
    expect(refusal(() => readRecords('/', '/'))).toContain('/ cannot be read: it is a folder.')
  })
})
