import { expect, it } from 'vitest'
import { sampleClass, sampleGrade, sampleGradedItem } from '../feedback/sample.ts'
import { median } from './middle.ts'
import { classSummary } from './summary.ts'

const lost = (id: string, verdict: 'fail' | 'untested' = 'fail') =>
  ({ id, verdict, cause: null, happened: null, because: verdict === 'untested' ? 'a.root' : null }) as const

const graded = sampleClass([
  sampleGrade('ada', [sampleGradedItem('Timeouts', { kept: ['a.root', 'a.leaf', 'a.easy'] })]),
  sampleGrade('bob', [
    sampleGradedItem('Timeouts', {
      points: 2.5,
      kept: ['a.easy'],
      lost: [lost('a.root'), lost('a.leaf', 'untested')],
    }),
  ]),
  sampleGrade(
    'cy',
    [sampleGradedItem('Timeouts', { points: 4, pending: 1, lost: [lost('a.root')], undecided: ['a.leaf'] })],
    { remarks: ['Too busy at the time.'] },
  ),
])

/** As it is read, a line for each row. */
const read = (page: string): string =>
  page
    .slice(page.indexOf('<body>'))
    .replaceAll(/<(tr|p|h\d|li)\b/g, '\n<$1')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/ +/g, ' ')

const text = read(classSummary(graded, { says: new Map([['a.root', 'The root holds.']]) }))

it('says how the points lie', () => {
  expect(text).toContain('3 submissions. Half of them have 4 of 10 points or more; 1 has all.')
  expect(text).toMatch(/90 to 100 % 1[^]*40 to 50 % 1[^]*20 to 30 % 1/)
})

it('tells shares where not all can earn the same', () => {
  const item = (points: number, of: number) => [sampleGradedItem('Timeouts', { points, of })]
  const grades = [sampleGrade('ada', item(10, 10)), sampleGrade('bob', item(4, 8))]
  const told = read(classSummary(sampleClass(grades)))
  expect(told).toContain('Half of them have 75 % of their points or more; 1 has all.')
  expect(told).toContain('Timeouts 75 % 1')
  expect(told).toMatch(/bob 4 of 8/)
})

it('names where this suite itself failed', () => {
  const grade = sampleGrade('ada', [], { state: 'review', faults: ['a.root'] })
  expect(read(classSummary(sampleClass([grade])))).toContain('In a.root this suite itself failed')
})

it('names who waits for the instructor, and why', () => {
  expect(text).toMatch(/Waiting for you[^]*cy 4 of 10, up to 1 more[^]*Too busy at the time\.[^]*a\.leaf/)
  expect(text).not.toMatch(/Waiting for you[^]*bob[^]*How the points lie/)
})

it('names what the class finds hard, what most fail first, by its sentence', () => {
  expect(text).toMatch(/a\.root\s+The root holds\. 2 0[^]*a\.leaf 0 1/)
  expect(text).not.toContain('a.easy')
})

it('leaves out of that who could not be run at all', () => {
  const unloaded = { ...lost('a.easy'), cause: 'crash' as const }
  const dee = sampleGrade('dee', [
    sampleGradedItem('Timeouts', { points: 0, kept: [], lost: [unloaded, { ...unloaded, id: 'a.root' }] }),
  ])
  const told = read(classSummary(sampleClass([...graded.grades, dee])))
  expect(told).toContain('1 submission that could not be run at all is left out here.')
  expect(told).not.toContain('a.easy')
})

it('leads to the feedback of each, beside it and nowhere else', () => {
  const page = classSummary(graded, { feedbackOf: (student) => `${student}"><x>/../javascript:x?#%` })
  expect(page).toContain('href="./ada%22%3E%3Cx%3E/../javascript%3Ax%3F%23%25"')
})

it('says of a shard which part it is, and that others are missing', () => {
  const shard = { ...graded, shard: { index: 2, of: 4 }, students: ['ada', 'bob', 'cy', 'dee'] }
  expect(read(classSummary(shard))).toContain('3 submissions of 4, shard 2 of 4.')
  expect(read(classSummary({ ...shard, grades: [] }))).toContain('No submission has been graded.')
})

it('takes the mean of the two in the middle for the median', () => {
  expect([[], [3], [1, 2], [5, 1, 3]].map(median)).toEqual([0, 3, 1.5, 3])
})
