import { expect, test } from 'vitest'
import { head, problems, timeouts } from './fixture.ts'

/** Of a text whose first lines are in order: its only problem. */
function problem(rest: string): string | undefined {
  const [only, ...others] = problems(head + rest)
  expect(others).toEqual([])
  return only
}

test.each([
  [
    'an unknown key of an item',
    "points: [{ behavior: 'x', points: 1 }]",
    /5:12 There is no key "behavior" in item 1 of points\. Did you mean behaviours\?/,
  ],
  [
    'a key in the wrong place',
    `partial: true\n${timeouts}`,
    /no key "partial"\. partial is a key of an item of points\./,
  ],
  ['negative points', 'points: [{ group: nb, points: -1 }]', /5:31 "points" of item 1 is -1, and must/],
  ['thousandths of a point', 'points: [{ group: nb, points: 0.005 }]', /is 0\.005, and must/],
  ['infinitely many points', 'points: [{ group: nb, points: .inf }]', /is Infinity, and must/],
  ['no items', 'points: []', /"points" is an empty list, and must be a list of at least one item/],
  [
    'a limit without a unit',
    `limits: { memory: 512 }\n${timeouts}`,
    /5:19 "limits\.memory" is 512, .* Write memory: 512 MiB/,
  ],
  [
    'a limit that nothing can start in',
    `limits: { memory: 1 MiB }\n${timeouts}`,
    /a size of at least 64 MiB/,
  ],
  [
    'a note',
    'points: [{ level: note, points: 1 }]',
    /is "note", and must be must or should; a note only records/,
  ],
  [
    'a glob that matches nothing',
    "points: [{ behaviours: ['nb.*', timeot.recv.expires], points: 1 }]",
    /5:33 "timeot\.recv\.expires" matches no behaviour\. Did you mean timeout\.recv\.expires/,
  ],
  [
    'a glob left out that matches nothing',
    `leave-out: ['tlz.*']\n${timeouts}`,
    /5:13 "tlz\.\*" matches no behaviour/,
  ],
  [
    'an unknown group',
    'points: [{ group: [nb, timeot], points: 1 }]',
    /5:24 There is no group "timeot"\. Did you mean timeout\?/,
  ],
  [
    'an unknown feature',
    `features: [thread]\n${timeouts}`,
    /5:12 There is no feature "thread"\. Did you mean threads/,
  ],
  [
    'what needs a feature that is not demanded',
    "points: [{ behaviours: 'conc.*', points: 1 }]",
    /"conc\.\*" earns nothing: conc\.[a-z-]+ needs the feature threads.* Add threads to "features"/,
  ],
  ['whole programs', 'points: [{ group: program, points: 1 }]', /is about whole programs/],
  [
    'what only records',
    'points: [{ behaviours: [nb.connect.repeat], points: 1 }]',
    /only records which of several right ways/,
  ],
  [
    'what is about other variants',
    'points: [{ behaviours: mode.zero-as-declared, points: 1 }]',
    /the wrapper declares zero=nonblocking/,
  ],
  [
    'what is left out',
    "leave-out: 'nb.*'\npoints: [{ group: nb, points: 1 }]",
    /"nb" earns nothing: .* is left out/,
  ],
  [
    'what nothing is at once',
    "points: [{ group: err, behaviours: 'nb.*', points: 1 }]",
    /5:10 Item 1 selects nothing: no behaviour that counts is all of that at once/,
  ],
  [
    'what earlier items took',
    "points: [{ group: nb, points: 1 }, { behaviours: ['err.*', 'nb.recv.*'], points: 1 }]",
    /5:60 "nb\.recv\.\*" selects nothing that earlier items have left: .* counts for item 1\./,
  ],
  [
    'a level that earlier items took',
    "points: [{ behaviours: '*', points: 1 }, { level: must, points: 1 }]",
    /Item 2 selects nothing that earlier items have left/,
  ],
  [
    'an item that selects nothing',
    'points: [{ points: 1 }]',
    /Item 1 selects nothing: it has no behaviours, group or level/,
  ],
  ['an item without points', 'points: [{ group: nb }]', /Item 1 has no points/],
  ['points twice', 'points: [{ group: nb, points: 1, points-each: 1 }]', /both points and points-each/],
  ['no points in all', 'points: [{ group: nb, points: 0 }]', /no points to earn/],
  [
    'one title for two',
    'points: [{ group: nb, points: 1 }, { title: nb, group: err, points: 1 }]',
    /Items 1 and 2 are both called "nb"/,
  ],
])('%s', (_, rest, told) => {
  expect(problem(rest)).toMatch(told)
})

test.each([
  ['an absolute path', head.replace('my_socket.py', '/home/me/*.py')],
  ['a path out of the folder', head.replace('my_socket.py', 'src/../../x.py')],
  ['backslashes', head.replace('my_socket.py', '"src\\\\x.py"')],
])('%s is no path in a submission', (_, text) => {
  expect(problems(text + timeouts)).toEqual([
    expect.stringMatching(/^3:18 .* is no path in a submission's folder\./),
  ])
})

test('the seeds differ', () => {
  expect(problems(head.replace('hidden: 2', 'hidden: 1') + timeouts)).toEqual([
    expect.stringMatching(/^4:30 The hidden seed is the visible one/),
  ])
})
