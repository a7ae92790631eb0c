import { randomUUID } from 'node:crypto'
import { leaseUser } from '../../confine/lease-user.ts'
import { type Survivors, takeInSurvivors } from '../../confine/survivors.ts'
import { type CountedItem, idsOf } from '../assignment/counted.ts'
import type { Assignment } from '../assignment/assignment.ts'
import { examine } from '../examine/examine.ts'
import type { Message, Part } from '../examine/job.ts'
import { type Class, type Grade, gradeVersion, type Tier } from '../grade.ts'
import type { Submission } from '../submissions/find.ts'
import { hashOf } from '../submissions/hash.ts'
import { findWrapper } from '../submissions/wrapper.ts'
import { atDesk, type Desk } from './desk.ts'
import { filesOf } from './files.ts'
import { gradeOf } from './grade-of.ts'
import { keepPace } from './keep-pace.ts'
import { doubtsOf, type Look, settled } from './look.ts'
import type { PaceBounds } from './pace.ts'
import { Places } from './places.ts'
import type { Key, Store } from './store.ts'
import type { PlatformName } from '../../../reports/platforms/platforms.ts'

/** All that is needed to grade a class, or one shard of it. */
export interface ClassPlan {
  readonly assignment: Assignment
  /** SHA-256 of the assignment file. */
  readonly assignmentHash: string
  readonly counted: readonly CountedItem[]
  /** Hash of the catalogue. */
  readonly catalogue: string
  /** The names of the whole class, sorted. */
  readonly students: readonly string[]
  /** Those of this shard, sorted by name. */
  readonly submissions: readonly Submission[]
  readonly shard: Class['shard']
  readonly tier: Tier
  /** Absolute: a folder that is somebody else's to remove; submissions are unpacked in it while they are examined. */
  readonly room: string
  /** Absolute paths that no submission may see. */
  readonly hidden: readonly string[]
  readonly python: string
  readonly lanes?: number
  readonly bounds: PaceBounds
  readonly formats: readonly PlatformName[]
}

/** Told of what goes on. */
export interface ClassProgress {
  begun(submission: Submission): void
  /** It will be looked at again, when nothing else runs. */
  postponed(submission: Submission): void
  /** `kept`: it was finished by an earlier call. */
  ended(submission: Submission, grade: Grade, kept: boolean): void
  /** Of each behaviour as soon as it is decided; what rests on another may be decided otherwise in the end. */
  decided?(submission: Submission, message: Extract<Message, { kind: 'decided' }>): void
}

/** Grades what has not been graded yet, and writes all results but those of the class as a whole, which it answers. */
export async function gradeClass(plan: ClassPlan, store: Store, progress: ClassProgress): Promise<Class> {
  const session = new Session(plan, store, progress)
  const places = new Places(plan.bounds.most)
  const pace = keepPace(places, plan.bounds)
  try {
    const graded = await Promise.all(
      plan.submissions.map((submission) => places.take(() => session.first(submission))),
    )
    const grades: Grade[] = []
    for (const [at, submission] of plan.submissions.entries())
      grades.push(graded[at] ?? (await session.again(submission)))
    return {
      version: gradeVersion,
      title: plan.assignment.title,
      assignment: plan.assignmentHash,
      catalogue: plan.catalogue,
      seeds: plan.assignment.seeds,
      shard: plan.shard,
      students: [...plan.students],
      grades,
    }
  } finally {
    pace.close()
    session.close()
  }
}

class Session {
  private readonly plan: ClassPlan
  private readonly store: Store
  private readonly progress: ClassProgress
  private readonly parts: readonly Part[]
  /** What an examiner leaves that was killed; a sandbox leaves nothing. */
  private readonly survivors: Survivors | undefined

  constructor(plan: ClassPlan, store: Store, progress: ClassProgress) {
    this.plan = plan
    this.store = store
    this.progress = progress
    this.parts = partsOf(plan)
    this.survivors = plan.tier === 'bwrap' ? undefined : takeInSurvivors()
  }

  close(): void {
    this.survivors?.close()
  }

  /** The grade, or nothing where another look is to follow. */
  async first(submission: Submission): Promise<Grade | undefined> {
    const key = this.keyOf(submission)
    const kept = this.store.finished(submission.folder, key)
    if (kept) {
      this.progress.ended(submission, kept, true)
      return kept
    }
    if (this.store.begun(submission.folder, key)) {
      this.progress.postponed(submission)
      return undefined
    }
    this.progress.begun(submission)
    const look = await this.look(submission, this.parts)
    if (doubtsOf(look, this.parts).length === 0) return this.finish(submission, key, look)
    this.store.keepBegun(submission.folder, key, look)
    this.progress.postponed(submission)
    return undefined
  }

  /** Settles what the first look left in doubt; nothing else is to run meanwhile. */
  async again(submission: Submission): Promise<Grade> {
    const key = this.keyOf(submission)
    const look = this.store.begun(submission.folder, key)
    // Somebody has taken it away since.
    if (!look) return this.finish(submission, key, await this.look(submission, this.parts))
    this.progress.begun(submission)
    const second = await this.look(submission, doubtsOf(look, this.parts))
    const { end } = second
    return this.finish(submission, key, end.kind === 'unusable' ? look : settled(look, { ...second, end }))
  }

  private keyOf(submission: Submission): Key {
    const { assignmentHash: assignment, catalogue, tier } = this.plan
    return { hash: hashOrNone(submission), assignment, catalogue, tier }
  }

  /** What goes wrong here, such as a disk that is full, is not the submission's doing, and no reason to stop the class. */
  private async look(submission: Submission, parts: readonly Part[]): Promise<Look> {
    try {
      return await atDesk(this.plan.room, submission, (desk) => this.examine(submission, desk, parts))
    } catch (error) {
      const refusal = { what: `${error instanceof Error ? error.message : String(error)}.`, next: again }
      return { wrapper: null, records: {}, end: { kind: 'refused', refusal } }
    }
  }

  private async examine(submission: Submission, desk: Desk, parts: readonly Part[]): Promise<Look> {
    const { assignment, tier, hidden, python, lanes, room } = this.plan
    const unusable = (why: string): Look => ({ wrapper: null, records: {}, end: { kind: 'unusable', why } })
    if (desk.unpacked.kind === 'refused') return unusable(desk.unpacked.why)
    const found = findWrapper(desk.submission, assignment.wrapper, submission.kind)
    if (found.kind === 'refused') return unusable(found.why)
    const { className } = assignment.wrapper
    const user = tier !== 'plain' && process.getuid?.() === 0 ? await leaseUser() : undefined
    try {
      const examination = await examine(
        {
          spec: `./${found.path}${className === undefined ? '' : `#${className}`}`,
          profile: assignment.profile,
          python,
          parts,
          quick: assignment.quick,
          ...(lanes === undefined ? {} : { lanes }),
          cell: {
            tier,
            submission: desk.submission,
            scratch: desk.scratch,
            // Beside it, others are examined.
            hidden: [...hidden, room],
            limits: assignment.limits,
            ...(user === undefined ? {} : { uid: user.uid }),
          },
        },
        { decided: (message) => this.progress.decided?.(submission, message) },
      )
      return { wrapper: found.path, ...examination }
    } finally {
      await this.survivors?.end()
      user?.release()
    }
  }

  private finish(submission: Submission, key: Key, look: Look): Grade {
    const grade = gradeOf(this.plan, submission.name, key, look)
    this.store.finish(submission.folder, grade, filesOf(this.plan, grade, look))
    this.progress.ended(submission, grade, false)
    return grade
  }
}

/** What cannot be read has no hash, and nothing that is stored is taken for it. */
export function hashOrNone(submission: Submission): string {
  try {
    return hashOf(submission)
  } catch {
    return randomUUID()
  }
}

const again = 'Mend that, and grade the class again: what is finished is kept.'

/** What students may see, and what is hidden, each with its seed. */
function partsOf({ assignment, counted }: ClassPlan): Part[] {
  const part = (name: Part['name']): Part[] => {
    const behaviours = idsOf(counted, { hidden: name === 'hidden' })
    return behaviours.length > 0 ? [{ name, behaviours, seed: assignment.seeds[name] }] : []
  }
  return [...part('visible'), ...part('hidden')]
}
