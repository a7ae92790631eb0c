import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Tried } from '../../../reports/assignment/check.ts'
import { nowMicros } from '../../clock.ts'
import { UsageError } from '../../cli/usage-error.ts'
import { type ClassPlan, type ClassProgress, gradeClass } from '../class/grade-class.ts'
import { Store } from '../class/store.ts'
import type { Grade } from '../grade.ts'
import { findSubmissions, type Submission } from '../submissions/find.ts'
import { emptyClass } from './empty.ts'

/** What a class of one is graded with. */
export type TrialPlan = Omit<
  ClassPlan,
  'students' | 'submissions' | 'shard' | 'hidden' | 'bounds' | 'formats'
>

/**
 * Grades a model solution as if it had been handed in, and then a class without methods in the same place. Each has the
 * machine to itself. Throws UsageError where the model is nothing that can be handed in.
 *
 * @param model absolute: a folder, a file or an archive
 */
export async function tryAssignment(plan: TrialPlan, model: string, progress: ClassProgress): Promise<Tried> {
  const handedIn = join(plan.room, 'handed-in')
  const store = new Store(join(plan.room, 'results'))
  const gradeOne = async (submission: Submission): Promise<Grade> => {
    const { grades } = await gradeClass(
      {
        ...plan,
        students: [submission.name],
        submissions: [submission],
        shard: { index: 1, of: 1 },
        hidden: [handedIn, store.folder],
        bounds: { least: 1, most: 1 },
        formats: [],
      },
      store,
      progress,
    )
    return grades[0]!
  }
  const right = handIn(model, join(handedIn, 'model'), 'model')
  const beganMicros = nowMicros()
  const graded = await gradeOne(right)
  const took = (nowMicros() - beganMicros) / 1e6
  const { wrapper } = graded.submission
  if (wrapper === null)
    throw new UsageError(
      `The assignment finds no wrapper in the model solution: ${graded.notes.join(' ')}`,
      'Mend "wrapper" in the assignment, or name another model solution.',
    )
  const empty = emptyBeside(right, wrapper, plan.assignment.wrapper.className, join(handedIn, 'empty'))
  const { title, limits } = plan.assignment
  return {
    title,
    items: plan.counted,
    model: graded,
    empty: await gradeOne(empty),
    took,
    may: limits.seconds,
  }
}

/** A copy, so that neither its neighbours nor its name matter. */
function handIn(path: string, room: string, name: string): Submission {
  mkdirSync(room, { recursive: true })
  try {
    cpSync(path, join(room, basename(path)), { recursive: true, verbatimSymlinks: true })
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(
      `The model solution ${path} cannot be read: ${code === 'ENOENT' ? 'it is not there' : code}.`,
      'Name a folder, a file or an archive, as a student would hand it in.',
    )
  }
  const [submission] = findSubmissions(room)
  if (submission) return { ...submission, name, folder: name }
  throw new UsageError(
    `The model solution ${path} is nothing that can be handed in.`,
    'Name a folder, a file or an archive, as a student would hand it in.',
  )
}

/** A class without methods, where the model solution has its own. */
function emptyBeside(
  model: Submission,
  wrapper: string,
  className: string | undefined,
  room: string,
): Submission {
  const handed = model.kind === 'file' ? room : join(room, 'empty')
  const file = join(handed, wrapper)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, emptyClass(wrapper, className))
  return { ...findSubmissions(room)[0]!, name: 'empty', folder: 'empty' }
}
