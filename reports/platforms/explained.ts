import type { Lost } from '../../harness/grade/grade.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { type Lesson, lessonsOf } from '../feedback/lessons.ts'
import { inStudentsWords } from '../feedback/words.ts'
import { timeline } from '../text/timeline.ts'

/** Why a behaviour earned nothing, for the student, line by line and in one. Visible text. Pure. */
export function explained(
  lost: Lost,
  results: ReadonlyMap<string, BehaviourResult>,
): { readonly lines: readonly string[]; readonly reason: string } {
  const reason = reasonOf(lost)
  const [lesson] = lessonsOf([lost], results)
  if (lesson) return { lines: linesOf(lesson), reason: lesson.did }
  const result = results.get(lost.id)
  if (!result) return { lines: [reason], reason }
  const { says, source } = result
  return {
    lines: [...labelled('asked', says), ...labelled('why', reason), ...labelled('read', source)],
    reason,
  }
}

const linesOf = ({
  asked,
  expected,
  did,
  input,
  steps,
  happenings,
  cause,
  hint,
  source,
}: Lesson): string[] => [
  ...labelled('asked', asked),
  ...labelled('expected', expected ?? ''),
  ...labelled('yours', did),
  ...labelled('with', input),
  ...labelled('probably', cause ?? ''),
  ...labelled('to do', hint),
  ...labelled('read', source),
  ...(steps.length === 0 ? [] : ['', ...steps.map((step, at) => `${at + 1}. ${step}`)]),
  ...(happenings.length === 0 ? [] : ['', ...when(happenings)]),
]

const called: Readonly<Record<string, string>> = { wrapper: 'you', peer: 'other side' }

function when(happenings: Lesson['happenings']): string[] {
  const lines = timeline(happenings)
  const columns = Math.max(0, ...lines.map(({ time }) => time.length))
  return lines.map(
    ({ time, calls, who, what }) =>
      `${time.padStart(columns)} ms  ${calls}  ${(called[who] ?? '').padEnd(10)}  ${what}`,
  )
}

function reasonOf({ verdict, cause, because, happened }: Lost): string {
  switch (verdict) {
    case 'untested':
      return because === null
        ? 'Something that it rests on is not right yet.'
        : `It rests on ${inStudentsWords(because)}: mend that first.`
    case 'unsupported':
      return `Not offered: ${inStudentsWords(happened ?? 'your class does not offer what it needs')}`
    case 'inconclusive':
      return cause === 'time'
        ? 'It was not seen to work before the time was over.'
        : inStudentsWords(happened ?? 'it never came to an end')
    case 'fail':
    case 'pass':
      return inStudentsWords(happened ?? 'it never came to an end')
  }
}

const labelled = (label: string, text: string): string[] =>
  text === '' ? [] : [`${`${label}:`.padEnd(10)}${inStudentsWords(text)}`]
