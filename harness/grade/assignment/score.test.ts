import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sampleCounted } from '../../../reports/feedback/sample.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../../../reports/sample.ts'
import { stagesWord } from '../../adapters/node/stages.ts'
import type { BehaviourResult } from '../../record/schema.ts'
import { sampleScenario } from '../../cli/fixture.ts'
import type { Behaviour } from '../../engine/behaviour.ts'
import type { Item } from './assignment.ts'
import type { CountedItem } from './counted.ts'
import { ownStages } from './fate.ts'
import { score as scoreOf, type ScoreContext } from './score.ts'

const limits = { seconds: 90, memoryMiB: 512, diskMiB: 64, processes: 1024 }

const behaviour = (id: string, rest: Partial<Behaviour> = {}): Behaviour => ({
  ...sampleScenario(id).behaviours[0]!,
  ...rest,
})
const item = (title: string, ids: readonly (string | Behaviour)[], rest: Partial<Item> = {}): CountedItem =>
  sampleCounted(
    title,
    ids.map((id) => (typeof id === 'string' ? behaviour(id) : id)),
    rest,
  )
const score = (
  counted: readonly CountedItem[],
  visible: readonly BehaviourResult[] | undefined,
  hidden?: readonly BehaviourResult[],
  context?: ScoreContext,
) => scoreOf({ limits }, counted, visible && sampleRecord(visible), hidden && sampleRecord(hidden), context)

const undecided = (id: string): BehaviourResult =>
  sampleResult(id, { verdict: 'inconclusive', cause: 'noise', happened: 'the machine was too busy to tell' })
const unsupported = (id: string, cause: 'wrapper' | 'host'): BehaviourResult =>
  sampleResult(id, { verdict: 'unsupported', cause, happened: 'it is not there' })

test('who passes all has all the points, and nothing to be told', () => {
  const items = [
    item('A', ['a.b', 'a.c', 'a.d']),
    item('B', ['b.c'], { hidden: true, points: { each: 0.35 } }),
  ]
  const results = ['a.b', 'a.c', 'a.d'].map((id) => sampleResult(id))
  expect(score(items, results, [sampleResult('b.c')])).toMatchObject({
    state: 'graded',
    points: 10.35,
    of: 10.35,
    pending: 0,
    items: [
      {
        title: 'A',
        hidden: false,
        points: 10,
        of: 10,
        passed: 3,
        counted: 3,
        kept: ['a.b', 'a.c', 'a.d'],
        lost: [],
      },
      { title: 'B', hidden: true, points: 0.35, of: 0.35, passed: 1, counted: 1 },
    ],
    notes: [],
    remarks: [],
  })
})

test('what fails, is untested, is declared away or has no time left earns nothing and is named', () => {
  const results = [
    sampleResult('a.a'),
    sampleFailure('a.b'),
    sampleResult('a.c', { verdict: 'untested', cause: 'prerequisite', happened: 'not seen', because: 'a.b' }),
    unsupported('a.d', 'wrapper'),
    sampleResult('a.e', { verdict: 'inconclusive', cause: 'time', happened: 'the time was over' }),
  ]
  const graded = score([item('A', ['a.a', 'a.b', 'a.c', 'a.d', 'a.e'])], results)
  expect(graded).toMatchObject({ state: 'graded', points: 2, of: 10, pending: 0, remarks: [] })
  expect(graded.items[0]!.lost).toMatchObject([
    { id: 'a.b', verdict: 'fail', cause: 'early', because: null },
    { id: 'a.c', verdict: 'untested', because: 'a.b' },
    { id: 'a.d', verdict: 'unsupported', cause: 'wrapper' },
    { id: 'a.e', verdict: 'inconclusive', cause: 'time' },
  ])
  expect(graded.notes).toEqual([expect.stringMatching(/^Its 90 seconds were over before all had been tried/)])
})

test('what is undecided or missing is pending, and for an instructor', () => {
  const graded = score([item('A', ['a.b', 'a.c', 'a.d'])], [sampleResult('a.b'), undecided('a.c')])
  expect(graded).toMatchObject({ state: 'review', points: 3.33, of: 10, pending: 6.67 })
  expect(graded.items[0]).toMatchObject({ undecided: ['a.c', 'a.d'], lost: [], passed: 1, counted: 3 })
  expect(graded.remarks).toEqual([
    'a.c is undecided: the machine was too busy to tell.',
    'a.d is undecided: it is missing from the record.',
  ])
  expect(graded.notes).toEqual(['2 behaviours could not be decided yet: an instructor will look at it.'])
})

test('what rests on something undecided is undecided', () => {
  const resting = sampleResult('a.d', {
    verdict: 'untested',
    cause: 'prerequisite',
    happened: 'not seen, because a.c is not met',
    because: 'a.c',
  })
  const graded = score([item('A', ['a.d'])], [undecided('a.c'), resting])
  expect(graded).toMatchObject({ state: 'review', points: 0, pending: 10 })
  expect(graded.items[0]).toMatchObject({ undecided: ['a.d'], lost: [] })
})

test('what the instructor need not look at, since it cannot change the points, is no reason to', () => {
  const whole = item('A', ['a.b', 'a.c'], { partial: 'none' })
  expect(score([whole], [sampleFailure('a.b'), undecided('a.c')])).toMatchObject({
    state: 'graded',
    pending: 0,
  })
  expect(score([whole], [sampleResult('a.b'), undecided('a.c')])).toMatchObject({
    state: 'review',
    pending: 10,
  })
})

test('what the suite itself got wrong is told as its own', () => {
  const bug = sampleResult('a.c', { verdict: 'inconclusive', cause: 'bug', happened: 'TypeError: x' })
  const graded = score([item('A', ['a.b', 'a.c'])], [sampleResult('a.b'), bug])
  expect(graded).toMatchObject({ state: 'review', points: 5, pending: 5, faults: ['a.c'] })
  expect(graded.remarks).toEqual([
    'a.c is undecided: the suite itself failed, please report it: TypeError: x.',
  ])
  expect(score([item('A', ['a.b'])], [undecided('a.b')])).not.toHaveProperty('faults')
})

test('a run that never ended is nobody’s zero', () => {
  const items = [item('A', ['a.b']), item('B', ['b.c'], { hidden: true })]
  const graded = score(items, [sampleResult('a.b')], undefined)
  expect(graded).toMatchObject({ state: 'review', points: 10, of: 20, pending: 10, notes: [] })
  expect(graded.remarks).toEqual(['Nothing of "B" has been decided: its hidden run never ended.'])
})

test('a submission that cannot be run has nothing, and is told why once', () => {
  const unusable = 'No file of the submission matches my_socket.py.'
  const graded = score([item('A', ['a.b', 'a.c'])], undefined, undefined, { unusable })
  expect(graded).toMatchObject({
    state: 'graded',
    points: 0,
    of: 10,
    pending: 0,
    notes: [unusable],
    remarks: [],
  })
  expect(graded.items[0]!.lost.map(({ id, happened }) => [id, happened])).toEqual([
    ['a.b', unusable],
    ['a.c', unusable],
  ])
})

test('a class that cannot be loaded is told so once', () => {
  const failed = (id: string) => sampleFailure(id, { cause: 'crash', happened: 'SyntaxError: x', trials: 0 })
  expect(score([item('A', ['a.b', 'a.c'])], [failed('a.b'), failed('a.c')]).notes).toEqual(['SyntaxError: x'])
})

test('what this host cannot stage counts for nobody', () => {
  const each = score(
    [item('A', ['a.b', 'a.c'], { points: { each: 2 } })],
    [sampleResult('a.b'), unsupported('a.c', 'host')],
  )
  expect(each).toMatchObject({ state: 'graded', points: 2, of: 2 })
  expect(each.items[0]).toMatchObject({ counted: 1, unstaged: ['a.c'] })
  const none = score(
    [item('A', ['a.c']), item('B', ['a.b'])],
    [sampleResult('a.b'), unsupported('a.c', 'host')],
  )
  expect(none).toMatchObject({ points: 10, of: 10, state: 'graded' })
  expect(none.remarks).toEqual(['Nothing of "A" can be staged on this machine: its points count for nobody.'])
})

test('a stage that our own adapter denies is looked at', () => {
  const clock = behaviour('timeout.monotonic', { stages: ['wall-clock'] })
  const denied = (stages: string[], spec: string) =>
    scoreOf(
      { limits },
      [item('A', [clock])],
      sampleRecord([unsupported('timeout.monotonic', 'host')], {
        wrapper: { ...sampleRecord([]).wrapper, spec, stages },
      }),
      undefined,
    )
  expect(denied(['leave'], './mine.py#Socket')).toMatchObject({ state: 'review', pending: 10 })
  expect(denied(['leave'], './mine.py').remarks[0]).toMatch(/can stage wall-clock, and did not say so/)
  expect(denied([], './mine.rb')).toMatchObject({ state: 'graded', of: 0 })
})

test('stages are those that our adapters name', () => {
  const adapter = readFileSync(new URL('../../adapters/python/adapter.py', import.meta.url), 'utf8')
  const sorted = (words: string | undefined) => words?.split(',').toSorted()
  expect(sorted(stagesWord.split('=')[1])).toEqual(ownStages['node']?.toSorted())
  expect(sorted(/^STAGES = '([^']+)'/m.exec(adapter)?.[1])).toEqual(ownStages['python']?.toSorted())
})

test('a legitimate variant takes nobody’s points', () => {
  const shared = behaviour('block.spurious-wake', { among: { 'two-readers': ['share'] } })
  const record = (variants: Record<string, string>) =>
    sampleRecord([unsupported('block.spurious-wake', 'wrapper'), sampleResult('a.b')], {
      wrapper: { ...sampleRecord([]).wrapper, variants },
    })
  const items = [item('A', [shared, 'a.b'])]
  expect(scoreOf({ limits }, items, record({ 'two-readers': 'reject' }), undefined)).toMatchObject({
    points: 10,
  })
  expect(scoreOf({ limits }, items, record({}), undefined)).toMatchObject({ points: 5, of: 10 })
})

test('nothing that a student sees names what is hidden', () => {
  const items = [item('A', ['a.b']), item('B', ['secret.b', 'secret.c'], { hidden: true })]
  const untested = sampleResult('a.b', {
    verdict: 'untested',
    cause: 'prerequisite',
    happened: 'not seen, because secret.b is not met',
    because: 'secret.b',
  })
  const late = sampleResult('secret.c', {
    verdict: 'inconclusive',
    cause: 'time',
    happened: 'the time was over',
  })
  const graded = score(items, [untested], [undecided('secret.b'), late])
  expect(JSON.stringify([graded.items[0], graded.notes])).not.toMatch(/secret|second|time/)
  expect(graded.remarks).toContain('The time was over before all of "B" had been tried.')
})

test('points of many items add up to the hundredth', () => {
  const items = Array.from({ length: 30 }, (_, at) =>
    item(`${at}`, [`a.b${at}`, `a.c${at}`, `a.d${at}`], { points: { together: 0.1 } }),
  )
  const results = items.flatMap(({ behaviours }) => behaviours.map(({ id }) => sampleResult(id)))
  expect(score(items, results)).toMatchObject({ points: 3, of: 3 })
  const some = score(
    items,
    results.map((each, at) => (at % 3 === 0 ? sampleFailure(each.id) : each)),
  )
  expect(some.points).toBe(2.1)
})
