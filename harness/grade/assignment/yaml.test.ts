import { expect, test } from 'vitest'
import { head, problems, timeouts } from './fixture.ts'

test.each([
  ['nothing', '', /^1:1 The file is empty, and must be a map of keys/],
  ['a list', '- 1', /^1:1 The file is a list, and must be/],
  [
    'a glob without quotes',
    `${head}points: [{ behaviours: *.recv, points: 1 }]`,
    /^5:24 \*\.recv begins with a star.* '\*\.recv'/,
  ],
  [
    'a lone star',
    `${head}points:\n  - behaviours: *\n    points: 1`,
    /^6:17 This is no YAML: alias.* in quotes, as in '\*\.py'/,
  ],
  ['a key twice', `${head}title: x\n${timeouts}`, /^5:1 This is no YAML: map keys must be unique/],
  ['a tab', 'wouldblock: 1\nwrapper:\n\tfile: x', /^3:1 .* Indent with spaces/],
  ['an open bracket', 'wouldblock: [1', /^1:\d+ This is no YAML/],
  ['two documents', `${head}---\n${timeouts}`, /multiple documents/],
  ['a tag', 'wouldblock: !x 1', /no YAML: unresolved tag/],
  [
    'another version',
    `${head.replace('1', '2')}${timeouts}`,
    /^1:13 "wouldblock" is 2, and must be 1, the version/,
  ],
])('of %s the place is told', (_, text, told) => {
  expect(problems(text)[0]).toMatch(told)
})
