import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvReport } from './csv.ts'
import { conforming, stored } from './golden/stored.ts'
import { sampleFailure, sampleRecord } from './sample.ts'

const text = csvReport([stored, conforming])

/** Strict: a stray quote or a row of another length is an error. */
const read = (csv: string) =>
  parse(csv, { bom: true, columns: true, record_delimiter: '\r\n' }) as Readonly<Record<string, string>>[]

it('equals its golden file', async () => {
  await expect(csvReport([stored])).toMatchFileSnapshot('golden/report.csv')
})

describe('a reader that was not written here', () => {
  it('finds a row for each behaviour of each wrapper', () => {
    const rows = read(text)
    expect(rows.map(({ wrapper, id }) => `${wrapper} ${id}`)).toEqual([
      ...stored.behaviours.map(({ id }) => `./my_socket.py#Socket ${id}`),
      ...conforming.behaviours.map(({ id }) => `./wrapper.ts ${id}`),
    ])
  })

  it('finds every text as it was, but for what a terminal would obey', () => {
    const row = read(text).find(({ id }) => id === 'nb.recv.no-data')
    expect(row?.['happened']).toContain('=HYPERLINK("http://example.invalid","x"): <img')
    expect(row?.['happened']).toContain('\\x1b[2J\\x07\\r\\n::warning')
    expect(row?.['standing']).toBe('fail')
  })

  it('finds nothing that a spreadsheet would carry out, and numbers as they are', () => {
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1', '|x']
    const rows = texts.map((happened) => sampleFailure('a.b', { happened }))
    const found = read(csvReport([sampleRecord(rows, { seed: -5 })]))
    expect(found.map(({ happened }) => happened)).toEqual([
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(A1)",
      "' =1",
      '\\t=1',
      "'＝1",
      '|x',
    ])
    expect(found[0]?.['seed']).toBe('-5')
    const replay = found[0]?.['replay']
    expect(replay).toMatch(/^npm start/)
  })
})
