import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { centsOf } from './cents.ts'
import { check50Report } from './check50.ts'
import { coderunnerReport } from './coderunner.ts'
import { csvReport } from './csv.ts'
import { githubClassroomReport } from './github-classroom.ts'
import { gradescopeReport } from './gradescope.ts'
import { prairielearnReport } from './prairielearn.ts'
import type { Reported } from './reported.ts'
import { full, huge, missing, mixed } from './sample.ts'
import { vplReport } from './vpl.ts'

const sum = (tests: readonly object[], key: string): number =>
  tests.reduce((cents, test) => cents + centsOf((test as Record<string, number>)[key] ?? Number.NaN), 0)

describe('Gradescope', () => {
  interface Read {
    readonly score: number
    readonly output: string
    readonly tests: readonly { name: string; status?: string; visibility: string }[]
  }
  const read = (reported: Reported): Read => JSON.parse(gradescopeReport(reported)) as Read

  it.each([mixed, full, missing])('adds up to the score', (reported) => {
    const { score, tests } = read(reported)
    expect(sum(tests, 'score')).toBe(centsOf(score))
    expect(sum(tests, 'max_score')).toBe(centsOf(reported.grade.of))
  })

  it('withholds what is hidden until the assignment is due: one test with points and nothing else', () => {
    expect(read(mixed).tests.filter(({ visibility }) => visibility !== 'visible')).toEqual([
      {
        name: 'Hidden tests',
        number: '4',
        score: 2.5,
        max_score: 5,
        status: 'failed',
        visibility: 'after_due_date',
      },
    ])
    // The text is always shown: nobody can reckon it from that.
    expect(read(mixed).output).toMatch(/^3\.33 of 15 points\./)
  })

  it('calls no undecided behaviour failed', () => {
    const test = read(mixed).tests.find(({ name }) => name.startsWith('timeout.send.not-late'))
    expect(test).toMatchObject({ name: 'timeout.send.not-late (undecided)', score: 0, max_score: 1.67 })
    expect(test).not.toHaveProperty('status')
  })
})

describe('PrairieLearn', () => {
  const read = (reported: Reported): unknown => JSON.parse(prairielearnReport(reported))

  it('has a score from 0 to 1, which is 1 for every point', () => {
    expect(read(mixed)).toMatchObject({ score: 0.2915 })
    expect(read(full)).toMatchObject({ score: 1 })
  })

  it('takes no attempt from a student whose wrapper was not found', () => {
    expect(read(missing)).toEqual({ gradable: false, format_errors: ['No file is named my_socket.py.'] })
  })

  it('takes none where nothing could be decided, and says so', () => {
    const { grade } = full
    const items = grade.items.map((item) => ({
      ...item,
      points: 0,
      pending: item.of,
      kept: [],
      undecided: item.kept,
    }))
    expect(read({ ...full, grade: { ...grade, points: 0, pending: grade.of, items } })).toEqual({
      gradable: false,
      format_errors: [expect.stringMatching(/^20 more are not decided yet/)],
    })
  })
})

describe('GitHub Classroom', () => {
  interface Read {
    readonly status: string
    readonly tests: readonly { message: string }[]
  }
  const read = (reported: Reported): Read =>
    JSON.parse(Buffer.from(githubClassroomReport(reported), 'base64').toString()) as Read

  it('is one line of base64', () => {
    expect(githubClassroomReport(mixed)).toMatch(/^[A-Za-z0-9+/]+={0,2}\n$/)
  })

  it.each([mixed, full, missing])('adds up to the grade', (reported) => {
    expect(sum(read(reported).tests, 'score')).toBe(centsOf(reported.grade.points))
  })

  it('is green for every point, red for less, and an error where nothing could be run', () => {
    expect([full, mixed, missing].map((each) => read(each).status)).toEqual(['pass', 'fail', 'error'])
  })

  it('holds no command for the log that it is printed to', () => {
    for (const { message } of read(mixed).tests) expect(message).not.toMatch(/^\s*::/m)
  })
})

describe('CodeRunner', () => {
  interface Read {
    readonly fraction: number
    readonly prologuehtml: string
    readonly testresults: readonly [number, ...string[]][]
  }
  const read = (reported: Reported): Read => JSON.parse(coderunnerReport(reported)) as Read

  it('is markup only where it is meant to be', () => {
    expect(read(mixed).prologuehtml.replaceAll(/<\/?p>/g, '')).not.toMatch(/[<>]/)
  })

  it('ticks every test of a full score', () => {
    expect(read(full).fraction).toBe(1)
    expect(
      read(full)
        .testresults.slice(1)
        .map(([correct]) => correct),
    ).not.toContain(0)
  })
})

describe('VPL', () => {
  const marks = (reported: Reported): string[] =>
    vplReport(reported)
      .split('\n')
      .filter((line) => /<\|--|--\|>|:=>>/.test(line))

  it.each([full, missing, huge])('has one block of comments, then one grade', (reported) => {
    expect(marks(reported)).toEqual(['<|--', '--|>', `Grade :=>> ${reported.grade.points}`])
    expect(vplReport(reported)).toMatch(/\n--\|>\nGrade :=>> [\d.]+\n$/)
  })

  it('has no grade while something is undecided, whatever the text says', () => {
    expect(marks(mixed)).toEqual(['<|--', '--|>'])
  })
})

describe('check50', () => {
  it('knows passed, not passed and not checked, and what has to be mended first', () => {
    const { results } = JSON.parse(check50Report(mixed)) as {
      results: { name: string; passed: boolean | null; dependency: string | null }[]
    }
    expect(results.map(({ name, passed, dependency }) => [name, passed, dependency])).toEqual([
      ['timeout.recv.expires', false, null],
      ['timeout.recv.not-early', true, null],
      ['timeout.recv.not-late', null, 'timeout.recv.expires'],
      ['timeout.accept.expires', true, null],
      ['timeout.connect.expires', null, null],
      ['timeout.send.expires', false, null],
      ['timeout.send.not-late', null, null],
      ['Non-blocking, all of it', false, null],
      ['Hidden tests', false, null],
    ])
  })
})

describe('CSV', () => {
  const rows = parse(csvReport(mixed), { bom: true, columns: true }) as Record<string, string>[]

  it('has a line for each row of points, with the student', () => {
    expect(rows.map(({ student }) => student)).toEqual(Array.from({ length: 9 }, () => mixed.grade.student))
  })

  it('has nothing that a spreadsheet carries out', () => {
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([])
  })
})
