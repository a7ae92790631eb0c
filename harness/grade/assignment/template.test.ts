import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue } from '../../../suites/catalogue.ts'
import { countable, counted, idsOf } from './counted.ts'
import { inPoints, worthOf } from './points.ts'
import { parseAssignment } from './parse.ts'
import { keysOf } from './shape.ts'
import { templateOf } from './template.ts'

const parsed = parseAssignment(templateOf({ visible: 11, hidden: 22 }), catalogue)

test('the template is in order, and gives 100 points for every must of the core', () => {
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems))
  const { assignment } = parsed
  expect(assignment).toMatchObject({ seeds: { visible: 11, hidden: 22 }, profile: 'page', quick: false })
  const items = counted(assignment, catalogue)
  const worths = items.map(
    ({ item, behaviours }) =>
      worthOf(item, { passed: behaviours.length, undecided: 0, counted: behaviours.length }).earned,
  )
  expect(inPoints(worths.reduce((sum, worth) => sum + worth, 0))).toBe(100)
  const musts = countable(assignment, catalogue).filter(({ level }) => level === 'must')
  const ids = [...idsOf(items, { hidden: false }), ...idsOf(items, { hidden: true })]
  expect(ids.toSorted()).toEqual(musts.map(({ id }) => id).toSorted())
})

test('what it shows in comments is in order, too', () => {
  const text = templateOf({ visible: 1, hidden: 2 }).replace(
    /^( +)# (- title|  level|  points|class)/gm,
    '$1$2',
  )
  expect(text).toContain('\n  - title: For the ambitious\n    level: should\n')
  expect(parseAssignment(text, catalogue)).toMatchObject({
    kind: 'assignment',
    assignment: { wrapper: { className: 'MySocket' } },
  })
})

test('the example in README.md is in order, and shows every key', () => {
  const page = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```yaml\n(wouldblock: 1\n[^]*?)```/.exec(page) ?? []
  expect(parseAssignment(example, catalogue)).toMatchObject({ kind: 'assignment' })
  const keys = Object.values(keysOf)
    .flat()
    .filter((key) => key !== 'limits')
  for (const key of keys) expect(example).toContain(`${key}:`)
})
