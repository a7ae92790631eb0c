import { platformReport, type PlatformName } from '../../../reports/platforms/platforms.ts'
import type { ClassPlan } from '../class/grade-class.ts'
import { gradeOf } from '../class/grade-of.ts'
import type { Look } from '../class/look.ts'
import type { Key } from '../class/store.ts'
import type { Grade } from '../grade.ts'
import type { Record as RunRecord } from '../../record/schema.ts'
import { type Decided, recordSoFar } from './so-far.ts'

/** So often is a file written at most: a platform reads it once, when it is over. */
const millisBetween = 500

/**
 * A platform's file of a grade that is still being made. It is there before anything is run, so that a container that is
 * cut off reports what had been decided; the rest is told as left to the instructor.
 */
export class LiveResults {
  private readonly plan: Pick<ClassPlan, 'assignment' | 'counted'>
  private readonly format: PlatformName
  private readonly write: (text: string) => void
  private readonly decided: Decided[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(
    plan: Pick<ClassPlan, 'assignment' | 'counted'>,
    format: PlatformName,
    write: (text: string) => void,
  ) {
    this.plan = plan
    this.format = format
    this.write = write
  }

  /** Writes the file of a grade of which nothing has been decided. */
  begin(student: string, key: Key): void {
    this.update = () => this.write(this.textFor(student, key))
    this.update()
  }

  /** Writes what a whole look has shown, which another is to follow: that one may be cut off. */
  known(student: string, key: Key, look: Look): void {
    clearTimeout(this.timer)
    this.update = () => {}
    this.write(this.told(gradeOf(this.plan, student, key, look), look.records.visible))
  }

  /** To be told of each behaviour as it is decided. */
  hear(message: Decided): void {
    this.decided.push(message)
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.update()
    }, millisBetween)
  }

  /** Writes the file as it stays. */
  end(text: string): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.write(text)
  }

  private update: () => void = () => {}

  private textFor(student: string, key: Key): string {
    const { counted } = this.plan
    const record = (hidden: boolean) =>
      recordSoFar(
        counted.flatMap(({ item, behaviours }) => (item.hidden === hidden ? behaviours : [])),
        this.decided,
        hidden ? 'hidden' : 'visible',
      )
    const records = { visible: record(false), hidden: record(true) }
    // There may be none; it is looked for later.
    const look: Look = { wrapper: '', records, end: { kind: 'over' } }
    return this.told(gradeOf(this.plan, student, key, look), records.visible)
  }

  private told(grade: Grade, record: RunRecord | undefined): string {
    return platformReport(this.format, {
      grade: { ...grade, state: 'review', notes: [cutOff, ...grade.notes] },
      record,
      assignment: this.plan.assignment,
    })
  }
}

const cutOff = 'The grading was cut off before it was over. What had been decided by then is told here.'
