import { expect, it } from 'vitest'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'
import { changesBetween, exitCodeOfChanges } from './changes.ts'
import { changesMarkdown, changesReport } from './changes-report.ts'

const between = (before: readonly BehaviourResult[], after: readonly BehaviourResult[]) =>
  changesBetween(sampleRecord(before), sampleRecord(after))
const passes = sampleResult('a.b')
const fails = sampleFailure('a.b')
const unsupported = sampleResult('a.b', { verdict: 'unsupported', cause: 'wrapper' })
const inconclusive = sampleResult('a.b', { verdict: 'inconclusive', cause: 'noise' })

it.each([
  ['a failure is new', passes, fails, 'worse', 1],
  ['a promise is taken back', passes, unsupported, 'worse', 1],
  ['a new promise is not kept', unsupported, fails, 'worse', 1],
  ['it cannot be told any more', passes, inconclusive, 'worse', 2],
  ['a should is not kept any more', passes, sampleFailure('a.b', { level: 'should' }), 'worse', 0],
  ['a failure is mended', fails, passes, 'better', 0],
  ['a new promise is kept', unsupported, passes, 'better', 0],
  ['a promise that was not kept is taken back', fails, unsupported, 'other', 0],
  ['a failure has another cause', fails, sampleFailure('a.b', { cause: 'late' }), 'other', 0],
] as const)('%s', (_name, before, after, kind, code) => {
  const changes = between([before], [after])
  expect(changes[kind].map(({ id }) => id)).toEqual(['a.b'])
  expect([...changes.worse, ...changes.better, ...changes.other]).toHaveLength(1)
  expect(exitCodeOfChanges([changes])).toBe(code)
})

it('tells nothing of what stayed as it was', () => {
  const changes = between([fails, sampleResult('c.d')], [fails, sampleResult('c.d')])
  expect(changesReport([changes], { columns: 80, colour: false })).toContain('nothing has changed')
  expect(changesMarkdown([changes])).toContain('Nothing has changed.')
})

it('names what only one of the runs had, and what the wrapper says of itself now', () => {
  const changes = changesBetween(
    sampleRecord([sampleResult('old.one')]),
    sampleRecord([sampleResult('new.one')], {
      wrapper: { ...sampleRecord([]).wrapper, version: '9.9', variants: { zero: 'error' } },
    }),
  )
  const text = changesReport([changes], { columns: 80, colour: false })
  expect(text).toContain('Only in the newer run: 1\n  new.one (pass)')
  expect(text).toContain('Only in the older run: 1\n  old.one (pass)')
  expect(text).toMatch(/version: .* → 9\.9/)
  expect(text).toContain('→ zero=error')
})

it('says what became worse and how, at a terminal and in Markdown', () => {
  const changes = between([passes], [sampleFailure('a.b', { happened: 'it \x1b[2J`<b>' })])
  const text = changesReport([changes], { columns: 80, colour: false })
  expect(text).toContain('Worse: 1\n  ✗ a.b: pass → fail (early); it \\x1b[2J`<b>')
  expect(text).toContain('exit 1: a must has become worse')
  expect(changesMarkdown([changes])).toContain(
    '### Worse\n\n- `a.b` (must): pass → fail (early): ``it \\x1b[2J`<b>``',
  )
})
