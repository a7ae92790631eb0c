import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { sampleClass, sampleGrade, sampleGradedItem } from '../feedback/sample.ts'
import { gradesCsv } from './grades-csv.ts'

const read = (csv: string) =>
  parse(csv, { bom: true, columns: true, record_delimiter: '\r\n' }) as Readonly<Record<string, string>>[]

it('has a row for each submission, with points in all and for each item', () => {
  const items = [
    sampleGradedItem('Blocking', { points: 6.67, passed: 2, counted: 3 }),
    sampleGradedItem('Timeouts', { points: 2.5, pending: 2.5, undecided: ['timeout.recv.expires'] }),
    sampleGradedItem('More timeouts', { hidden: true, points: 5, of: 10 }),
  ]
  const rows = read(
    gradesCsv(sampleClass([sampleGrade('ada', items), sampleGrade('bob', items.slice(0, 0))])),
  )
  expect(rows).toHaveLength(2)
  expect(rows[0]).toMatchObject({
    student: 'ada',
    state: 'review',
    points: '14.17',
    of: '30',
    pending: '2.5',
    'Blocking (of 10)': '6.67',
    'Timeouts (of 10)': '2.5',
    'More timeouts (of 10)': '5',
    passed: '10',
    counted: '11',
    undecided: 'timeout.recv.expires',
    wrapper: 'my_socket.py',
  })
  expect(rows[1]).toMatchObject({ student: 'bob', 'Blocking (of 10)': '' })
})

it('has a column for each of two items of one title, and of one that is called like another column', () => {
  const items = ['Timeouts', 'Timeouts', 'student'].map((title) =>
    sampleGradedItem(title, { points: title.length }),
  )
  const [row] = read(gradesCsv(sampleClass([sampleGrade('ada', items)])))
  expect(row).toMatchObject({
    student: 'ada',
    'Timeouts (of 10)': '8',
    'Timeouts (of 10) #2': '8',
    'student (of 10)': '7',
  })
})

it('holds names of any kind in their cell, and no formula', () => {
  const names = ['=HYPERLINK("http://example.invalid")', 'a,"b"\nc', '-1', '<b>', '\x1b[2J', 'Żółć']
  const rows = read(gradesCsv(sampleClass(names.map((name) => sampleGrade(name, [sampleGradedItem(name)])))))
  expect(rows.map(({ student }) => student)).toEqual([
    `'=HYPERLINK("http://example.invalid")`,
    'a,"b"\\nc',
    "'-1",
    '<b>',
    '\\x1b[2J',
    'Żółć',
  ])
})

it('says of an item what it is worth where that is the same for all', () => {
  const grades = [10, 8].map((of) => sampleGrade(`of ${of}`, [sampleGradedItem('Timeouts', { of })]))
  const [row] = read(gradesCsv(sampleClass(grades)))
  expect(row).toMatchObject({ student: 'of 10', of: '10', Timeouts: '10' })
})
