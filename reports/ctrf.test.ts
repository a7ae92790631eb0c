import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { ctrfReport } from './ctrf.ts'
import { conforming, stored } from './golden/stored.ts'

/** CTRF's own, as its reference implementation ships it. */
const schema = JSON.parse(
  readFileSync(join(dirname(createRequire(import.meta.url).resolve('ctrf')), 'ctrf-schema-0.0.json'), 'utf8'),
) as object

interface Read {
  readonly results: {
    readonly summary: Readonly<Record<string, number>>
    readonly environment: { readonly healthy: boolean }
    readonly tests: readonly {
      name: string
      status: string
      rawStatus: string
      suite: string[]
      testId: string
    }[]
  }
}

const text = ctrfReport([stored])
const read = (json: string): Read => JSON.parse(json) as Read

it('equals its golden file', async () => {
  await expect(text).toMatchFileSnapshot('golden/ctrf.json')
})

it.each([
  ['one wrapper', text],
  ['several', ctrfReport([stored, conforming, conforming])],
])('keeps to the schema of CTRF, for %s', (_name, json) => {
  const ajv = new Ajv({ allErrors: true })
  formats.default(ajv)
  const validate = ajv.compile(schema)
  expect(validate(JSON.parse(json)) ? [] : validate.errors).toEqual([])
})

describe('its summary', () => {
  it.each([text, ctrfReport([stored, conforming])])('counts what there is of each status', (json) => {
    const { summary, tests } = read(json).results
    expect(summary['tests']).toBe(tests.length)
    for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
      expect([status, summary[status]]).toEqual([
        status,
        tests.filter((test) => test.status === status).length,
      ])
  })

  it('is healthy where every run ended with 0', () => {
    expect(read(text).results.environment.healthy).toBe(false)
    expect(read(ctrfReport([conforming])).results.environment.healthy).toBe(true)
  })
})

it('tells by rawStatus what its statuses cannot', () => {
  const { tests } = read(text).results
  const statuses = new Set(tests.map(({ status, rawStatus }) => `${rawStatus}: ${status}`))
  expect([...statuses].toSorted()).toEqual([
    'differs: passed',
    'fail: failed',
    'inconclusive: failed',
    'inconclusive: skipped',
    'pass: passed',
    'unsupported: skipped',
    'untested: failed',
    'untested: skipped',
    'warning: other',
  ])
})

it('names no test twice, however often a wrapper comes', () => {
  const ids = read(ctrfReport([stored, stored, conforming])).results.tests.map(({ testId }) => testId)
  expect(new Set(ids).size).toBe(ids.length)
})
