import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { Grade } from '../../harness/grade/grade.ts'
import type { Record as RunRecord } from '../../harness/record/schema.ts'
import { timeline } from '../text/timeline.ts'
import { cut, padded, widthOf, wrap } from '../text/width.ts'
import { plural } from '../text/words.ts'
import { type Feedback, feedbackOf, isPerfect, type ItemLine, type Reason } from './feedback.ts'
import type { Happening } from './happenings.ts'
import { type Lesson, mostLessons } from './lessons.ts'

const columns = 80

/** `feedback.txt`: what a student is told of a submission, in lines of at most 80 columns. Pure. */
export function feedbackText(grade: Grade, visible: RunRecord | undefined, assignment: Assignment): string {
  const feedback = feedbackOf(grade, visible, assignment)
  const { lessons } = feedback
  const blocks = [
    heading(feedback),
    items(feedback),
    ...(lessons.length === 0 ? [] : [intro(lessons)]),
    ...lessons.slice(0, mostLessons).map((each, at) => lesson(each, at + 1)),
    ...brief(lessons.slice(mostLessons)),
    ...feedback.rest.map(reason),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function heading(feedback: Feedback): string[] {
  const { title, student, points, of, pending, isFinal, notes } = feedback
  return [
    ...wrap(title, columns),
    ...wrap(student, columns),
    '',
    `${points} of ${plural(of, 'point')}${isFinal ? '' : pending > 0 ? `, and up to ${pending} more` : ''}`,
    ...(isFinal ? [] : ['Not final: your instructor will look at what could not be decided.']),
    ...(isPerfect(feedback) ? ['Everything that was asked of your class holds.'] : []),
    ...notes.flatMap((note) => ['', ...wrap(note, columns)]),
  ]
}

function items({ items: lines, hidden }: Feedback): string[] {
  const rows: readonly (readonly [string, number, number, string])[] = [
    ...lines.map((line) => [line.title, line.points, line.of, standing(line)] as const),
    ...(hidden ? [['Hidden', hidden.points, hidden.of, ''] as const] : []),
  ]
  const titleColumns = Math.min(40, Math.max(0, ...rows.map(([title]) => widthOf(title))))
  const pointColumns = Math.max(0, ...rows.map(([, points]) => String(points).length))
  const ofColumns = Math.max(0, ...rows.map(([, , of]) => String(of).length))
  return rows.map(([title, points, of, note]) =>
    `  ${padded(cut(title, titleColumns), titleColumns)}  ${String(points).padStart(pointColumns)} of ${String(of).padStart(ofColumns)}  ${note}`.trimEnd(),
  )
}

const standing = ({ passed, counted, pending, isAllOrNothing }: ItemLine): string =>
  [
    `${passed} of ${plural(counted, 'behaviour')}`,
    ...(isAllOrNothing && passed < counted ? ['all or nothing'] : []),
    ...(pending > 0 ? [`up to ${pending} more`] : []),
  ].join(', ')

const intro = (lessons: readonly Lesson[]): string[] =>
  wrap(
    lessons.length === 1
      ? 'One thing to mend:'
      : `${lessons.length} things to mend, the one that most rests on first. Times are in milliseconds.`,
    columns,
  )

const labelColumns = 11

const labelled = (label: string, text: string): string[] =>
  wrap(text, columns - labelColumns).map(
    (line, at) => `${(at === 0 ? label : '').padEnd(labelColumns)}${line}`,
  )

function lesson(
  { id, asked, expected, did, input, steps, happenings, cause, hint, source, alike, untested }: Lesson,
  number: number,
): string[] {
  return [
    `${number}. ${id}`,
    ...labelled('asked', asked),
    ...(expected === undefined ? [] : labelled('expected', expected)),
    ...labelled('yours', did),
    ...(input === '' ? [] : labelled('with', input)),
    ...steps.flatMap((step, at) => labelled(at === 0 ? 'steps' : '', `${at + 1}. ${step}`)),
    ...(cause === undefined ? [] : labelled('probably', cause)),
    ...labelled('to do', hint),
    ...labelled('read', source),
    ...(happenings.length === 0 ? [] : when(happenings)),
    ...(alike.length === 0 ? [] : labelled('also', `${namesOf(alike)}: the same mistake, it seems.`)),
    ...(untested.length === 0 ? [] : labelled('waiting', waiting(untested))),
  ]
}

const waiting = (ids: readonly string[]): string =>
  `${plural(ids.length, 'behaviour')} could not be tried before this is right: ${namesOf(ids)}`

const mostNames = 8

const namesOf = (ids: readonly string[]): string =>
  ids.length <= mostNames + 1
    ? ids.join(', ')
    : `${ids.slice(0, mostNames).join(', ')} and ${ids.length - mostNames} more`

const called = { wrapper: 'you', peer: 'other side', harness: '' } as const

function when(events: readonly Happening[]): string[] {
  const lines = timeline(events)
  const timeColumns = Math.max(...lines.map(({ time }) => time.length))
  return lines.map(({ time, calls, who, what }, at) => {
    const name = who in called ? called[who as keyof typeof called] : ''
    const before = `${(at === 0 ? 'when' : '').padEnd(labelColumns)}${time.padStart(timeColumns)} ${calls} ${name.padEnd(10)} `
    return `${before}${cut(what, Math.max(20, columns - widthOf(before)))}`.trimEnd()
  })
}

function brief(lessons: readonly Lesson[]): string[][] {
  if (lessons.length === 0) return []
  return [
    [
      'And in short:',
      ...lessons.flatMap(({ id, did, alike, untested }) => {
        const more = alike.length + untested.length
        const rests = more === 0 ? '' : ` (${plural(more, 'more', 'more')} with it)`
        return hanging(`${id}: ${did}${rests}`)
      }),
    ],
  ]
}

const hanging = (text: string): string[] =>
  wrap(text, columns - 4).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`)

const reason = ({ says, ids }: Reason): string[] => [
  ...wrap(`${says}${ids.length === 0 ? '.' : ` (${plural(ids.length, 'behaviour')}):`}`, columns),
  ...wrap(ids.join(', '), columns - 2).map((line) => `  ${line}`),
]
