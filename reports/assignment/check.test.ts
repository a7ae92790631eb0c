import { expect, test } from 'vitest'
import { sampleScenario } from '../../harness/cli/fixture.ts'
import type { Item } from '../../harness/grade/assignment/assignment.ts'
import type { CountedItem } from '../../harness/grade/assignment/counted.ts'
import { score } from '../../harness/grade/assignment/score.ts'
import type { Grade } from '../../harness/grade/grade.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { sampleCounted } from '../feedback/sample.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'
import { painter } from '../text/paint.ts'
import { checkText, outcomeOf } from './check.ts'

const limits = { seconds: 300, memoryMiB: 512, diskMiB: 64, processes: 1024 }
const item = (title: string, ids: readonly string[], rest: Partial<Item> = {}): CountedItem =>
  sampleCounted(
    title,
    ids.map((id) => sampleScenario(id).behaviours[0]!),
    rest,
  )
const items = [
  item('Waits', ['block.recv', 'block.accept']),
  item('Secrets', ['model.a', 'model.b'], { hidden: true, partial: 'none', points: { each: 2.5 } }),
]

function grade(visible: readonly BehaviourResult[], hidden: readonly BehaviourResult[]): Grade {
  return {
    version: 1,
    student: 'model',
    submission: { hash: '', wrapper: 'my_socket.py' },
    assignment: '',
    catalogue: '',
    tier: 'plain',
    ...score({ limits }, items, sampleRecord(visible), sampleRecord(hidden)),
  }
}
const each = (ids: readonly string[], make: (id: string) => BehaviourResult) => ids.map((id) => make(id))
const all = (make: (id: string) => BehaviourResult): Grade =>
  grade(each(['block.recv', 'block.accept'], make), each(['model.a', 'model.b'], make))
const [right, wrong] = [all((id) => sampleResult(id)), all((id) => sampleFailure(id))]

const tell = (model: Grade, empty: Grade, took = 42): string =>
  checkText({ title: 'Sockets', items, model, empty, took, may: 300 }, { columns: 76, paint: painter(false) })
const outcome = (model: Grade, empty: Grade): string =>
  outcomeOf({ title: '', items, model, empty, took: 1, may: 300 })

test('full marks for a model and none for nothing is as it should be', () => {
  expect(outcome(right, wrong)).toBe('in order')
  expect(tell(right, wrong)).toBe(`Sockets
2 items, 4 behaviours
    10 points      2 tried  Waits
     5 points      2 tried  Secrets (all or nothing, hidden)

The model solution, in 42 s of 5 min 0 s: 15 of 15

A solution without methods: 0 of 15

✓ The model solution earns all points, and one without methods none.
`)
})

test('what a model solution loses is named, with what happened', () => {
  const model = grade(
    [sampleResult('block.recv'), sampleFailure('block.accept')],
    each(['model.a', 'model.b'], (id) => sampleResult(id)),
  )
  expect(outcome(model, wrong)).toBe('flawed')
  const text = tell(model, wrong)
  expect(text).toContain(
    'The model solution, in 42 s of 5 min 0 s: 10 of 15\n  Waits: 5 of 10\n    block.accept (fail): it timed out after',
  )
  expect(text).toContain('✗ The model solution loses 5 points: mend it,')
})

test('points for nothing are named, with what earns them', () => {
  expect(outcome(right, right)).toBe('flawed')
  expect(tell(right, right)).toContain(
    'A solution without methods: 15 of 15\n  Waits: 10 of 10\n    passes block.recv, block.accept\n',
  )
  expect(tell(right, right)).toContain('✗ 15 points are earned for nothing')
})

test('what is undecided is neither', () => {
  const busy = all((id) =>
    sampleResult(id, { verdict: 'inconclusive', cause: 'noise', happened: 'too busy' }),
  )
  expect(outcome(busy, wrong)).toBe('open')
  expect(tell(busy, wrong)).toContain('? The model solution has points that are undecided')
  expect(tell(busy, wrong)).toContain('block.recv is undecided: too busy.')
})

test('a model solution that needs most of its time is warned of', () => {
  const warning = '! It took more than half of its time: raise "seconds" under limits'
  expect(tell(right, wrong, 151)).toContain(`none.\n${warning}`)
  expect(tell(right, wrong, 149)).not.toContain(warning)
})

test('where nothing can be staged there is nothing to be sure of', () => {
  const none = all((id) =>
    sampleResult(id, { verdict: 'unsupported', cause: 'host', happened: 'no such host' }),
  )
  expect(outcome(none, none)).toBe('flawed')
  expect(tell(none, none)).toContain('Not counted for solutions like this one, on this machine: block.recv,')
})

test('a terminal obeys nothing of what a class says', () => {
  const rude = all((id) => sampleFailure(id, { happened: '\x1b[2Jgone' }))
  expect(tell(rude, rude)).toContain('\\x1b[2Jgone')
})
