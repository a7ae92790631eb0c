import type { Item } from '../../harness/grade/assignment/assignment.ts'
import type { CountedItem } from '../../harness/grade/assignment/counted.ts'
import type { Grade, GradedItem } from '../../harness/grade/grade.ts'
import { hanging, type Page } from '../terminal/page.ts'
import { visible } from '../text/visible.ts'
import { plural, spanOf } from '../text/words.ts'

/** An assignment that was tried: on a model solution, which has to earn all, and an empty one, which has to earn nothing. */
export interface Tried {
  readonly title: string
  readonly items: readonly CountedItem[]
  readonly model: Grade
  readonly empty: Grade
  /** How long the model solution took, and how long it may, in seconds. */
  readonly took: number
  readonly may: number
}

/** `flawed`: points are lost that a right solution has to get, or given for nothing. `open`: nobody can tell yet. */
export type Outcome = 'in order' | 'flawed' | 'open'

export function outcomeOf({ model, empty }: Tried): Outcome {
  if (lost(model) > 0 || empty.points > 0 || model.of === 0) return 'flawed'
  return model.state === 'review' || empty.state === 'review' ? 'open' : 'in order'
}

/** For the instructor's terminal. Pure. */
export function checkText(tried: Tried, page: Page): string {
  const { title, items, model, empty, took, may } = tried
  const behaviours = items.reduce((sum, each) => sum + each.behaviours.length, 0)
  const blocks = [
    [
      page.paint.bold(visible(title)),
      `${plural(items.length, 'item')}, ${plural(behaviours, 'behaviour')}`,
      ...items.map((each) => itemLine(each)),
    ],
    gradeLines(`The model solution, in ${spanOf(took)} of ${spanOf(may)}`, model, page, (item) =>
      lossesIn(item, model.notes),
    ),
    gradeLines('A solution without methods', empty, page, ({ kept }) =>
      kept.length > 0 ? [`passes ${kept.join(', ')}`] : [],
    ),
    unstagedLines(model, page),
    conclusionLines(tried, page),
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function itemLine({ item, behaviours }: CountedItem): string {
  const marks = [item.partial === 'none' ? 'all or nothing' : [], item.hidden ? 'hidden' : []].flat()
  const count = `${behaviours.length}`.padStart(columns)
  const title = `${visible(item.title)}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
  return `${pointsOf(item.points, behaviours.length).padStart(columns)} points ${count} tried  ${title}`
}

const columns = 6

const pointsOf = (points: Item['points'], count: number): string =>
  'each' in points ? `${Math.round(points.each * count * 100) / 100}` : `${points.together}`

/** What a solution earned, and below it the items that are not as they should be. */
function gradeLines(
  who: string,
  grade: Grade,
  page: Page,
  reasons: (item: GradedItem) => readonly string[],
): string[] {
  const lines = [`${who}: ${grade.points} of ${grade.of}`]
  for (const remark of [...grade.notes, ...grade.remarks]) lines.push(hanging(page, visible(remark), 2))
  for (const item of grade.items) {
    const found = reasons(item)
    if (found.length === 0) continue
    lines.push(hanging(page, `${visible(item.title)}: ${item.points} of ${item.of}`, 2))
    for (const reason of found.slice(0, mostReasons)) lines.push(hanging(page, visible(reason), 6, '    '))
    if (found.length > mostReasons) lines.push(`    and ${found.length - mostReasons} more`)
  }
  return lines
}

const mostReasons = 10

/** What was lost, each with what happened; what follows from another is summed up, and what a note has told is not repeated. */
function lossesIn({ lost: all }: GradedItem, notes: readonly string[]): string[] {
  const own = all.filter(({ because, happened }) => because === null && !notes.includes(happened ?? ''))
  const roots = [...new Set(all.flatMap(({ because }) => because ?? []))]
  return [
    ...own.map(
      ({ id, verdict, happened }) => `${id} (${verdict})${happened === null ? '' : `: ${happened}`}`,
    ),
    ...roots.map((root) => {
      const untested = all.filter(({ because }) => because === root).map(({ id }) => id)
      return `${untested.join(', ')} (untested): because of ${root}`
    }),
  ]
}

function unstagedLines({ items }: Grade, page: Page): string[] {
  const ids = items.flatMap(({ unstaged }) => unstaged)
  return ids.length === 0
    ? []
    : [hanging(page, `Not counted for solutions like this one, on this machine: ${ids.join(', ')}.`, 0)]
}

function conclusionLines(tried: Tried, page: Page): string[] {
  const { model, empty, took, may } = tried
  const { red, green, yellow } = page.paint
  const line = (sign: string, text: string): string => hanging(page, text, 2, `${sign} `)
  const lines: string[] = []
  if (model.of === 0) lines.push(line(red('✗'), 'There is nothing to earn on this machine.'))
  if (lost(model) > 0)
    lines.push(
      line(
        red('✗'),
        `The model solution loses ${lost(model)} points: mend it, or leave out what it need not do. "wouldblock run" with --only and an id tells more.`,
      ),
    )
  if (empty.points > 0)
    lines.push(
      line(red('✗'), `${empty.points} points are earned for nothing: leave out what needs no methods.`),
    )
  for (const [who, { state }] of [
    ['The model solution', model],
    ['The one without methods', empty],
  ] as const)
    if (state === 'review')
      lines.push(
        line(yellow('?'), `${who} has points that are undecided: try it again when the machine is idle.`),
      )
  if (outcomeOf(tried) === 'in order')
    lines.push(line(green('✓'), 'The model solution earns all points, and one without methods none.'))
  if (took > may / 2)
    lines.push(
      line(
        yellow('!'),
        'It took more than half of its time: raise "seconds" under limits, or a busy machine cuts right solutions short.',
      ),
    )
  return lines
}

/** In points; what is pending is not lost. */
const lost = ({ of, points, pending }: Grade): number => Math.round((of - points - pending) * 100) / 100
