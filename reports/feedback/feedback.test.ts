import { describe, expect, it } from 'vitest'
import type { GradedItem } from '../../harness/grade/grade.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'
import { feedbackHtml } from './html.ts'
import { sampleAssignment, sampleGrade, sampleGradedItem, sampleItem } from './sample.ts'
import { feedbackText } from './text.ts'

/** The item that these results make, each of a point. */
function itemOf(
  title: string,
  results: readonly BehaviourResult[],
  rest: Partial<GradedItem> = {},
): GradedItem {
  const passed = results.filter(({ verdict }) => verdict === 'pass')
  return sampleGradedItem(title, {
    points: passed.length,
    of: results.length,
    passed: passed.length,
    counted: results.length,
    kept: passed.map(({ id }) => id),
    lost: results
      .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'inconclusive')
      .map(({ id, verdict, cause, happened, because }) => ({ id, verdict, cause, happened, because })),
    undecided: results.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id),
    ...rest,
  })
}

const untested = (id: string, because: string): BehaviourResult =>
  sampleResult(id, { verdict: 'untested', cause: 'prerequisite', because })

/** Both ways in which a student is told. */
const told = (
  items: readonly GradedItem[],
  results: readonly BehaviourResult[],
  student = 'ada',
  rest: Parameters<typeof sampleGrade>[2] = {},
): string[] => {
  const assignment = sampleAssignment({
    items: items.map(({ title, hidden }) => sampleItem(title, { hidden })),
  })
  const grade = sampleGrade(student, items, rest)
  return [feedbackText, feedbackHtml].map((make) => make(grade, sampleRecord(results), assignment))
}

describe('what is hidden', () => {
  const seen = [sampleResult('a.seen'), untested('a.rests', 'h.secret')]
  const secret = [
    sampleFailure('h.secret', { says: 'Secretly.', happened: 'it was secret' }),
    sampleResult('h.other', { verdict: 'inconclusive', cause: 'noise' }),
  ]
  const items = [
    itemOf('Seen', seen),
    itemOf('Secret part', secret, { hidden: true, points: 1.25, of: 7.5, pending: 2.5 }),
    itemOf('Another secret', [], { hidden: true, points: 1, of: 2 }),
  ]
  const texts = told(items, [...seen, ...secret])

  it('is one line with its points', () => {
    for (const text of texts) expect(text.match(/2\.25 of 9\.5/g)).toHaveLength(1)
    expect(texts[0]).toMatch(/^ {2}Hidden +2\.25 of 9\.5$/m)
  })

  it('is told nothing else of, even where the run that is shown holds it', () => {
    for (const text of texts)
      expect(text.replaceAll('Hidden', '')).not.toMatch(/secret|h\.other|up to|2\.5 more/i)
  })

  it('is not named by what rests on it', () => {
    for (const text of texts) {
      expect(text).toContain('Could not be tried')
      expect(text).toContain('a.rests')
    }
  })
})

it('folds what is untested, through all that it rests on, under what has to be mended first', () => {
  const results = [
    sampleFailure('a.small'),
    sampleFailure('a.root', { says: 'The root holds.' }),
    untested('a.leaf', 'a.branch'),
    untested('a.branch', 'a.root'),
  ]
  const [text = ''] = told([itemOf('All', results)], results)
  expect(text).toMatch(/1\. a\.root[^]*waiting +2 behaviours[^]*a\.leaf,\s+a\.branch[^]*2\. a\.small/)
})

it('tells a handful of mistakes in full, and the others in a line each', () => {
  const results = Array.from({ length: 8 }, (_, at) =>
    sampleFailure(`a.b${at}`, { happened: `it did ${at}` }),
  )
  const [text = '', page = ''] = told([itemOf('All', results)], results)
  expect(text.match(/^\d\. a\.b/gm)).toHaveLength(5)
  expect(text).toContain('  - a.b7: it did 7')
  expect(page.match(/<article/g)).toHaveLength(5)
})

it('says of everything that was decided without a trial one reason once', () => {
  const results = ['a.b', 'a.c', 'a.d'].map((id) =>
    sampleFailure(id, { trials: 0, trace: [], counterexample: null, happened: 'it cannot be loaded' }),
  )
  for (const text of told([itemOf('All', results)], results))
    expect(text.match(/it cannot be loaded/g)).toHaveLength(1)
})

it('says what is not offered, undecided, or cannot be staged, and that it is not final', () => {
  const results = [
    sampleResult('a.feature', {
      verdict: 'unsupported',
      cause: 'wrapper',
      happened: 'the wrapper does not declare the feature threads',
    }),
    sampleResult('a.noise', { verdict: 'inconclusive', cause: 'noise', happened: 'too busy' }),
  ]
  const items = [itemOf('All', results, { pending: 1, unstaged: ['a.clock'] })]
  const [text = ''] = told(items, results)
  expect(text).toContain(
    'Not offered: your class does not declare the feature threads (1 behaviour):\n  a.feature',
  )
  expect(text).toContain('0 of 2 points, and up to 1 more\nNot final')
  expect(text).toMatch(/Not decided:[^]*a\.noise/)
  expect(text).toMatch(/cannot stage[^]*a\.clock/)
})

it('says once why nothing could be loaded, and what to do', () => {
  const happened = 'The wrapper could not be loaded: SyntaxError: line 2'
  const results = ['a.b', 'a.c'].map((id) =>
    sampleFailure(id, { trials: 0, trace: [], happened, hint: 'Load it by hand.' }),
  )
  for (const text of told([itemOf('All', results)], results, 'ada', { notes: [happened] })) {
    expect(text.match(/could not be loaded/g)).toHaveLength(1)
    expect(text.match(/Load it by hand\./g)).toHaveLength(1)
    expect(text).not.toMatch(/to mend|a\.b/i)
  }
})

it('tells what was not tried in time from what failed', () => {
  const results = [sampleResult('a.late', { verdict: 'inconclusive', cause: 'time', happened: 'no time' })]
  const lost = [
    { id: 'a.late', verdict: 'inconclusive', cause: 'time', happened: 'no time', because: null },
  ] as const
  const [text] = told([itemOf('All', results, { undecided: [], lost: [...lost] })], results)
  expect(text).toContain('Not seen to work before the time was over (1 behaviour):\n  a.late')
})

it('shows a call that should have waited, and did not, as the last thing that happened', () => {
  const result = sampleFailure('a.waits', {
    expected: 'recv(16) waits',
    happened: 'it answered would-block (EAGAIN) while nothing had happened',
  })
  const [text = ''] = told([itemOf('All', [result])], [result])
  expect(text).toMatch(/recv\(16\) → would-block \(EAGAIN\)\n$/)
})

it('tells why where nothing was run', () => {
  const items = [itemOf('All', [], { of: 10, points: 0 })]
  const grade = sampleGrade('ada', items, { notes: ['There is no file that matches my_socket.py.'] })
  for (const make of [feedbackText, feedbackHtml])
    expect(make(grade, undefined, sampleAssignment())).toContain('no file that matches my_socket.py')
})

it('congratulates whoever lost nothing, and has nothing to mend for them', () => {
  const results = [sampleResult('a.b')]
  const [text = '', page = ''] = told([itemOf('All', results)], results)
  expect(text).toContain('1 of 1 point')
  expect(text).toContain('Everything that was asked of your class holds.')
  expect(page).not.toContain('What to mend')
})

describe('what a submission says', () => {
  const attack = '<script>alert(1)</script> \x1b[2J "\'& \u202e\n::error::x'
  const failed = sampleFailure('a.b', {
    happened: `recv(16) answered error (Error: ${attack} ${'x'.repeat(100_000)})`,
    trace: [{ atMicros: 1, untilMicros: 2, who: 'wrapper', what: `recv(16) → error (${attack})` }],
    counterexample: { [attack]: attack },
  })
  const texts = told([itemOf(attack, [failed])], [failed], attack, { notes: [attack] })

  it('is text on the page, and obeyed by no terminal', () => {
    const [text = '', page = ''] = texts
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle=/)
    expect(page).toContain('&lt;script&gt;')
    for (const each of texts) {
      expect(each).not.toMatch(/^::/m)
      expect(each.includes('\x1b') || each.includes('\u202e')).toBe(false)
    }
    expect(text.length).toBeLessThan(10_000)
  })

  it('names no place on the machine that graded it', () => {
    const result = sampleFailure('a.b', {
      happened:
        'recv(16) answered error (ImportError: no x in "/srv/grader/class/o’neil/my_socket.py", line 3, see file:///srv/grader/node/host.ts)',
    })
    for (const text of told([itemOf('All', [result])], [result])) {
      expect(text).not.toMatch(/srv|grader|class\/o/)
      expect(text).toContain('my_socket.py')
    }
  })
})
