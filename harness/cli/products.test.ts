import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { conforming, stored } from '../../reports/golden/stored.ts'
import { productsOf } from './products.ts'

const files = (typed: Parameters<typeof productsOf>[0]) =>
  productsOf(typed, false).map(({ option, file }) => [option, file])

describe('what a run writes', () => {
  it('is what was asked for, to standard output or to files', () => {
    expect(files({})).toEqual([])
    expect(files({ json: '-' })).toEqual([['--json', undefined]])
    expect(files({ format: 'junit' })).toEqual([['--out', undefined]])
    expect(files({ json: 'r.json', format: 'junit', out: 'j.xml' })).toEqual([
      ['--json', resolve('r.json')],
      ['--out', resolve('j.xml')],
    ])
  })

  it('is a record for one wrapper, an array for several, and a report of all', () => {
    const [json] = productsOf({ json: '-' }, false)
    expect(JSON.parse(json!.report([stored]))).toEqual(stored)
    const [several] = productsOf({ json: '-' }, true)
    expect(JSON.parse(several!.report([stored]))).toEqual([stored])
    const [badge] = productsOf({ format: 'badge' }, true)
    expect(badge!.report([stored, conforming])).toContain('1 of 2 conform')
  })

  it.each([
    ['a file without a format', { out: 'j.xml' }, '--out needs a --format.'],
    ['two on standard output', { json: '-', format: 'junit' }, 'Standard output takes --json or --format'],
    ['two in one file', { json: 'a', format: 'junit', out: './a' }, '--json and --out name the same file.'],
    ['a format that there is not', { format: 'xml' }, '--format xml: there is no such format.'],
    [
      'a file in no folder',
      { format: 'tap', out: '/no/such/t.tap' },
      '--out /no/such/t.tap cannot be written',
    ],
  ])('is refused where it is %s', (_name, typed, said) => {
    expect(() => productsOf(typed, false)).toThrow(said)
  })
})
