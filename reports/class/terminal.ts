import type { Class, Grade } from '../../harness/grade/grade.ts'
import { hanging, type Page } from '../terminal/page.ts'
import { visible } from '../text/visible.ts'
import { plural } from '../text/words.ts'
import { middle } from './middle.ts'

/** What whoever graded a class reads when it is done: how it went, and what is left to look at. Pure. */
export function classText({ title, grades }: Class, page: Page): string {
  const full = grades.filter((grade) => grade.points === grade.of).length
  const lines = [
    page.paint.bold(visible(title)),
    `${plural(grades.length, 'submission')}: ${full} with full marks, median ${middle(grades)}`,
  ]
  const open = grades.filter(({ state }) => state === 'review')
  if (open.length > 0) {
    lines.push('', page.paint.yellow(`${plural(open.length, 'submission')} for you to look at:`))
    for (const grade of open)
      lines.push(hanging(page, visible(`${grade.student}: ${whyOpen(grade)}`), 4, '  ? '))
  }
  return `${lines.join('\n')}\n`
}

const whyOpen = ({ remarks, pending }: Grade): string => remarks[0] ?? `${pending} points are undecided`
