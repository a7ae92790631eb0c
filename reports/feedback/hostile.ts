import type { Assignment } from '../../harness/grade/assignment/assignment.ts'
import type { Grade } from '../../harness/grade/grade.ts'
import { attacks, hostileRecord } from '../html/many.ts'
import { sampleAssignment, sampleGrade, sampleGradedItem, sampleItem } from './sample.ts'

/** A submission that has put into its name and its errors whatever might do something on a page. */

const text = attacks.join(' ')

export const hostileAssignment: Assignment = sampleAssignment({
  title: text,
  items: [sampleItem(text), sampleItem(text, { hidden: true })],
})

export const hostileGrade = (): Grade =>
  sampleGrade(
    `../../${text}`,
    [
      sampleGradedItem(text, {
        points: 4,
        pending: 2,
        kept: [text],
        lost: hostileRecord().behaviours.map(({ id, verdict, cause, because }) => ({
          id,
          verdict,
          cause,
          happened: text,
          because,
        })),
        undecided: [text],
        unstaged: [text],
      }),
      sampleGradedItem(text, { hidden: true }),
    ],
    { state: 'review', notes: [text], remarks: [text] },
  )
