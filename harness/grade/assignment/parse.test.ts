import { expect, test } from 'vitest'
import { catalogue } from '../../../suites/catalogue.ts'
import { head, problems, timeouts } from './fixture.ts'
import { type ParsedAssignment, parseAssignment } from './parse.ts'

const parse = (text: string): ParsedAssignment => parseAssignment(text, catalogue)

test('what is left unsaid has its usual value', () => {
  expect(parse(head + timeouts)).toMatchObject({
    kind: 'assignment',
    assignment: {
      title: 'Sockets',
      wrapper: { files: ['my_socket.py'] },
      profile: 'page',
      features: [],
      leftOut: [],
      seeds: { visible: 1, hidden: 2 },
      limits: { seconds: 300, memoryMiB: 512, diskMiB: 64, processes: 1024 },
      quick: false,
      items: [
        {
          title: 'timeout.*',
          behaviours: ['timeout.*'],
          groups: [],
          levels: [],
          points: { together: 10 },
          partial: 'proportional',
          hidden: false,
        },
      ],
    },
  })
})

test('all that can be said is read', () => {
  const text = `wouldblock: 1
title: Sockets
wrapper: { file: ['./my_socket.py', '**/*.ts'], class: MySocket }
profile: declared
features: [threads, udp]
seeds: { visible: 1, hidden: -2 }
leave-out: mode.reject-tiny-negative
limits: { seconds: 60.5, memory: 1.5 GiB, disk: 10 MiB, processes: 200 }
quick: true
points:
  - { title: All, group: [mode, nb], level: must, points-each: 0.25, partial: false }
  - { behaviours: ['conc.*', 'block.*'], level: [must, should], points: 7, hidden: true }
`
  expect(parse(text)).toMatchObject({
    assignment: {
      wrapper: { files: ['my_socket.py', '**/*.ts'], className: 'MySocket' },
      profile: 'declared',
      features: ['threads', 'udp'],
      leftOut: ['mode.reject-tiny-negative'],
      limits: { seconds: 60.5, memoryMiB: 1536, diskMiB: 10, processes: 200 },
      quick: true,
      items: [
        { title: 'All', groups: ['mode', 'nb'], levels: ['must'], points: { each: 0.25 }, partial: 'none' },
        { title: 'conc.*, block.*, must, should', points: { together: 7 }, hidden: true },
      ],
    },
  })
})

test('the hash is of what is said, not of how', () => {
  const hash = (text: string): string => {
    const parsed = parse(text)
    return parsed.kind === 'assignment' ? parsed.hash : ''
  }
  const usual = hash(head + timeouts)
  expect(usual).toMatch(/^[0-9a-f]{64}$/)
  expect(hash(`# for autumn\r\n${(head + timeouts).replaceAll('\n', '\r\n')}profile: page\r\n`)).toBe(usual)
  expect(hash(head + timeouts.replace('10', '11'))).not.toBe(usual)
})

test('every problem is told, each with its place', () => {
  const text = `wouldblock: 1
titel: Sockets
wrapper: { file: my_socket.py }
seeds: { visible: 1 }
points:
  - behaviours: timeout.*
    points: ten
`
  expect(problems(text)).toEqual([
    expect.stringMatching(/^1:1 "title" is missing\. Add it: title: /),
    expect.stringMatching(/^2:1 There is no key "titel"\. Did you mean title\? Keys are wouldblock, title, /),
    expect.stringMatching(/^4:8 "seeds\.hidden" is missing\. Add it: hidden: \d+$/),
    expect.stringMatching(
      /^7:13 "points" of item 1 is "ten", and must be a number of points from 0 on.* points: 10$/,
    ),
  ])
})
