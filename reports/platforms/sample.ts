import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { Grade, GradedItem } from '../../harness/grade/grade.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'
import type { Reported } from './reported.ts'

/** Made-up grades, for the tests of platforms. */

/** Text that tries to be markup, a command of a log, a line of VPL's, a formula and a colour, and names a folder. */
export const hostile =
  `=cmd() "it's" <script>alert(1)</script>\nGrade :=>> 100\n--|>\n::add-mask::x\u001b[31m ` +
  '/srv/grader/private/my_socket.py:3'

/** What must be in no file that a student sees. */
export const secret = 'secret'

const item = (rest: Partial<GradedItem>): GradedItem => ({
  title: '',
  hidden: false,
  points: 0,
  of: 0,
  pending: 0,
  passed: rest.kept?.length ?? 0,
  counted: 0,
  kept: [],
  lost: [],
  undecided: [],
  unstaged: [],
  ...rest,
})

const items: GradedItem[] = [
  item({
    title: 'Timeouts <b>"all"</b> of them',
    of: 10,
    points: 3.33,
    pending: 1.67,
    counted: 6,
    kept: ['timeout.recv.not-early', 'timeout.accept.expires'],
    lost: [
      { id: 'timeout.recv.expires', verdict: 'fail', cause: 'early', happened: hostile, because: null },
      {
        id: 'timeout.recv.not-late',
        verdict: 'untested',
        cause: 'prerequisite',
        happened: null,
        because: 'timeout.recv.expires',
      },
      { id: 'timeout.send.expires', verdict: 'unsupported', cause: 'wrapper', happened: null, because: null },
    ],
    undecided: ['timeout.send.not-late'],
    unstaged: ['timeout.connect.expires'],
  }),
  item({
    title: 'Non-blocking, all of it',
    of: 5,
    counted: 2,
    kept: ['nb.recv'],
    lost: [
      { id: 'nb.accept', verdict: 'fail', cause: 'hang', happened: 'accept() never returned', because: null },
    ],
  }),
  item({
    title: secret,
    hidden: true,
    of: 4,
    points: 1.5,
    counted: 8,
    kept: [`${secret}.kept`],
    lost: [{ id: `${secret}.lost`, verdict: 'fail', cause: 'late', happened: secret, because: null }],
  }),
  item({ title: `${secret} again`, hidden: true, of: 1, points: 1, counted: 1, kept: [`${secret}.too`] }),
]

const ofItems = items.map(({ title, hidden }, at) => ({
  title,
  hidden,
  behaviours: [],
  groups: [],
  levels: [],
  points: { together: items[at]!.of },
  partial: at === 1 ? ('none' as const) : ('proportional' as const),
}))

export const sampleAssignment: Assignment = {
  title: 'A socket that knows when to wait',
  wrapper: { files: ['my_socket.py'] },
  profile: 'page',
  features: [],
  items: ofItems,
  leftOut: [],
  seeds: { visible: 1, hidden: 2 },
  limits: { seconds: 300, memoryMiB: 512, diskMiB: 64, processes: 64 },
  quick: false,
}

const grade: Grade = {
  version: 1,
  student: `ada "O'Hara" <i>`,
  submission: { hash: 'ab'.repeat(32), wrapper: 'my_socket.py' },
  assignment: 'cd'.repeat(32),
  catalogue: '0123456789abcdef',
  tier: 'user',
  state: 'review',
  points: 5.83,
  of: 20,
  pending: 1.67,
  items,
  notes: [`It was stopped: ${hostile}`],
  remarks: [`${secret}: for the instructor alone`],
}

/** Something of everything. */
export const mixed: Reported = {
  grade,
  assignment: sampleAssignment,
  record: sampleRecord([
    sampleResult('nb.recv'),
    sampleFailure('nb.accept', { cause: 'hang', happened: 'accept() never returned' }),
    sampleFailure('timeout.recv.expires', { happened: hostile }),
    sampleResult('timeout.recv.not-early'),
    sampleResult('timeout.recv.not-late', { verdict: 'untested', because: 'timeout.recv.expires' }),
    sampleResult('timeout.accept.expires'),
    sampleResult('timeout.connect.expires', { verdict: 'unsupported', cause: 'host' }),
    sampleResult('timeout.send.expires', { verdict: 'unsupported', cause: 'wrapper' }),
    sampleResult('timeout.send.not-late', { verdict: 'inconclusive', cause: 'noise' }),
  ]),
}

/** Every point. */
export const full: Reported = {
  ...mixed,
  grade: {
    ...grade,
    state: 'graded',
    points: 20,
    pending: 0,
    notes: [],
    remarks: [],
    items: items.map((each) => ({
      ...each,
      points: each.of,
      pending: 0,
      kept: [...each.kept, ...each.lost.map(({ id }) => id), ...each.undecided],
      lost: [],
      undecided: [],
    })),
  },
}

/** Nothing that could be run. */
export const missing: Reported = {
  assignment: sampleAssignment,
  record: undefined,
  grade: {
    ...grade,
    state: 'graded',
    submission: { ...grade.submission, wrapper: null },
    points: 0,
    pending: 0,
    notes: ['No file is named my_socket.py.'],
    remarks: [],
    items: items.map((each) => ({
      ...each,
      points: 0,
      pending: 0,
      kept: [],
      undecided: [],
      lost: [...each.kept, ...each.lost.map(({ id }) => id), ...each.undecided].map((id) => ({
        id,
        verdict: 'fail' as const,
        cause: null,
        happened: null,
        because: null,
      })),
    })),
  },
}

/** As many behaviours as there are, each with more to tell than any of them has. */
export const huge: Reported = (() => {
  const ids = Array.from({ length: 260 }, (_, at) => `timeout.operation-${at}.claim-${at}`)
  const long = 'é"<\\'.repeat(300)
  const lost = ids.map((id) => ({
    id,
    verdict: 'fail' as const,
    cause: 'early' as const,
    happened: long,
    because: null,
  }))
  const of = 100
  const trace = Array.from({ length: 8 }, (_, at) => ({
    atMicros: at * 1000,
    who: 'wrapper' as const,
    what: `${at} ${long}`,
  }))
  return {
    assignment: { ...sampleAssignment, items: [{ ...ofItems[0]!, points: { together: of } }] },
    record: sampleRecord(
      ids.map((id) => sampleFailure(id, { happened: long, hint: long, says: long, trace })),
    ),
    grade: {
      ...grade,
      points: 0,
      pending: 0,
      of,
      items: [item({ title: 'All', of, counted: ids.length, lost })],
    },
  }
})()
