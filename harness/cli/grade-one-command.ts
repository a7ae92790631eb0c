import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { visible } from '../../reports/text/visible.ts'
import { type Platform, platforms } from '../../reports/platforms/platforms.ts'
import { pointsText } from '../../reports/platforms/cents.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { catalogueHash } from '../engine/plan.ts'
import { counted } from '../grade/assignment/counted.ts'
import { readAssignment } from '../grade/assignment/read.ts'
import type { Grade, Tier } from '../grade/grade.ts'
import { openJanitor } from '../lanes/janitor.ts'
import { findPython } from '../adapters/python/prepare.ts'
import { gradeClass, hashOrNone } from '../grade/class/grade-class.ts'
import { Store } from '../grade/class/store.ts'
import { LiveResults } from '../grade/live/live-results.ts'
import type { Submission } from '../grade/submissions/find.ts'
import type { ExitCode } from './exit-codes.ts'
import { codeOf } from './class-outcome.ts'
import { tierFor, tierLine } from './grade-command.ts'
import { readFormats, type TypedGradeOptions } from './grade-options.ts'
import { endWhenInterrupted } from './interrupt.ts'
import { userFolder } from './package-root.ts'
import { readLanes } from './run-options.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

/** What was typed behind `wouldblock grade-one <submission>`. */
export interface TypedGradeOneOptions extends Pick<
  TypedGradeOptions,
  'assignment' | 'sandbox' | 'requireSandbox' | 'lanes' | 'python' | 'quiet'
> {
  readonly format: string
  readonly liveResults: string
  readonly remarks: boolean
}

/**
 * Grades one submission, as a platform's container does: its results are in one file, from before anything is run, and
 * nothing else is left behind. Throws UsageError.
 */
export async function gradeOneCommand(
  catalogue: readonly Scenario[],
  typedSubmission: string,
  typed: TypedGradeOneOptions,
): Promise<ExitCode> {
  const { assignment, hash } = readAssignment(typed.assignment, catalogue)
  const [format] = readFormats([typed.format])
  const lanes = readLanes(typed.lanes)
  const file = resolve(userFolder(), typed.liveResults)
  refuseUnwritable(file, '--live-results')
  const submission = submissionAt(typedSubmission)
  const items = counted(assignment, catalogue)
  const key = { hash: hashOrNone(submission), assignment: hash, catalogue: catalogueHash(catalogue) }
  const live = new LiveResults({ assignment, counted: items }, format!, (text) =>
    writeWhole(file, text, '--live-results'),
  )
  // First of all; to find out what holds a submission here takes a while.
  live.begin(submission.name, { ...key, tier: 'plain' })
  const heedNoMore = endWhenInterrupted(() => {})
  // Whatever happens to this process, it removes what is made in its room.
  const janitor = await openJanitor()
  try {
    await chmod(janitor.scratch, 0o711)
    const tier = tierOr(typed, janitor.scratch, () => rmSync(file, { force: true }))
    live.begin(submission.name, { ...key, tier })
    if (!typed.quiet) process.stderr.write(`${tierLine(tier)}\n`)
    const out = join(janitor.scratch, 'results')
    mkdirSync(out, { mode: 0o700 })
    const store = new Store(out)
    const { grades } = await gradeClass(
      {
        assignment,
        assignmentHash: hash,
        counted: items,
        catalogue: key.catalogue,
        students: [submission.name],
        submissions: [submission],
        shard: { index: 1, of: 1 },
        tier,
        room: janitor.scratch,
        hidden: [out, file, resolve(userFolder(), typed.assignment)],
        python: await findPython(typed.python, userFolder()),
        ...(lanes === undefined ? {} : { lanes }),
        bounds: { least: 1, most: 1 },
        formats: [format!],
      },
      store,
      {
        begun() {},
        postponed({ name, folder }) {
          const look = store.begun(folder, { ...key, tier })
          if (look) live.known(name, { ...key, tier }, look)
        },
        ended() {},
        decided: (_of, message) => live.hear(message),
      },
    )
    const platform: Platform = platforms[format!]
    live.end(readFileSync(join(out, submission.folder, platform.file), 'utf8'))
    // No results: the platform tells its instructor that grading failed, and takes no points from anybody.
    if (grades.every(isOpen) && platform.knowsOpen !== true) rmSync(file, { force: true })
    for (const grade of grades) process.stdout.write(told(grade, typed.remarks))
    return codeOf(grades)
  } finally {
    await janitor.close()
    heedNoMore()
  }
}

/** Nothing at all could be decided, which is no fault of the submission's. */
const isOpen = ({ of, pending }: Grade): boolean => of > 0 && pending === of

const told = ({ state, points, of, pending, remarks }: Grade, withRemarks: boolean): string => {
  const open = pending > 0 ? `, ${pointsText(pending)} more are for the instructor to decide` : ''
  const lines = [`${state}: ${pointsText(points)} of ${pointsText(of)} points${open}`]
  return [...lines, ...(withRemarks ? remarks.map((remark) => visible(remark)) : []), ''].join('\n')
}

/** Where nothing may be run, no results say that something was. */
function tierOr(typed: TypedGradeOneOptions, room: string, withdraw: () => void): Tier {
  try {
    return tierFor(typed, room)
  } catch (error) {
    withdraw()
    throw error
  }
}

function submissionAt(typed: string): Submission {
  const path = resolve(userFolder(), typed)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat)
    throw new UsageError(
      `${typed} is not there.`,
      'Name the folder, the file or the archive that was handed in.',
    )
  const kind = stat.isDirectory() ? 'folder' : !stat.isFile() ? 'other' : isArchive(path) ? 'archive' : 'file'
  return { name: basename(path), folder: 'submission', kind, path: Buffer.from(path) }
}

const isArchive = (path: string): boolean => /\.(zip|tar|tar\.gz|tgz)$/i.test(path)
