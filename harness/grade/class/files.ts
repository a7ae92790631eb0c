import { feedbackHtml } from '../../../reports/feedback/html.ts'
import { feedbackText } from '../../../reports/feedback/text.ts'
import { jsonOfOne } from '../../../reports/json.ts'
import { platformReport, platforms } from '../../../reports/platforms/platforms.ts'
import type { Grade } from '../grade.ts'
import type { ClassPlan } from './grade-class.ts'
import type { Look } from './look.ts'

/** What is written of a submission beside its grade, by file name. Only `hidden.json` tells of what is hidden. */
export function filesOf(
  { assignment, formats }: Pick<ClassPlan, 'assignment' | 'formats'>,
  grade: Grade,
  { records: { visible, hidden } }: Look,
): Record<string, string> {
  const files: Record<string, string> = {}
  if (visible) files['record.json'] = jsonOfOne(visible)
  if (hidden) files['hidden.json'] = jsonOfOne(hidden)
  files['feedback.txt'] = feedbackText(grade, visible, assignment)
  files['feedback.html'] = feedbackHtml(grade, visible, assignment)
  for (const format of formats)
    files[platforms[format].file] = platformReport(format, { grade, record: visible, assignment })
  return files
}
