import { expect, it } from 'vitest'
import { recordSchema } from '../harness/record/schema.ts'
import { jsonOfOne, jsonOfSeveral } from './json.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'

const record = sampleRecord([sampleResult('a.b'), sampleFailure('a.c')])

it('is a record for one wrapper', () => {
  expect(recordSchema.parse(JSON.parse(jsonOfOne(record)))).toEqual(record)
})

it('is an array for several, even if one record is left of them', () => {
  expect(recordSchema.array().parse(JSON.parse(jsonOfSeveral([record])))).toEqual([record])
})

it('ends in a newline', () => {
  expect(jsonOfOne(record).endsWith('}\n')).toBe(true)
})
