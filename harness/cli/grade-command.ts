import { mkdirSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { resolve } from 'node:path'
import { visible } from '../../reports/text/visible.ts'
import { plural } from '../../reports/text/words.ts'
import { readByAll } from '../confine/closed-at.ts'
import { bestOf, detect, type FoundTier } from '../confine/detect.ts'
import { findPython } from '../adapters/python/prepare.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { catalogueHash } from '../engine/plan.ts'
import { counted } from '../grade/assignment/counted.ts'
import { readAssignment } from '../grade/assignment/read.ts'
import { classFiles } from '../grade/class/class-files.ts'
import { type ClassPlan, gradeClass } from '../grade/class/grade-class.ts'
import { Store } from '../grade/class/store.ts'
import { type Class, type Tier, tiers } from '../grade/grade.ts'
import { openJanitor } from '../lanes/janitor.ts'
import { inShard, readShard } from '../grade/shard.ts'
import { besides, findSubmissions } from '../grade/submissions/find.ts'
import type { ExitCode } from './exit-codes.ts'
import { tellClass } from './class-outcome.ts'
import { readBounds, readFormats, readSandbox, type TypedGradeOptions } from './grade-options.ts'
import { showClass } from './grade-progress.ts'
import { endWhenInterrupted } from './interrupt.ts'
import { wantsColour } from './output.ts'
import { userFolder } from './package-root.ts'
import { readLanes } from './run-options.ts'
import { UsageError } from './usage-error.ts'

/** Grades a folder of submissions, and writes the results. Throws UsageError before anything has been run. */
export async function gradeCommand(
  catalogue: readonly Scenario[],
  typedFolder: string,
  typed: TypedGradeOptions,
): Promise<ExitCode> {
  const folder = resolve(userFolder(), typedFolder)
  const out = resolve(userFolder(), typed.out)
  const assignmentFile = resolve(userFolder(), typed.assignment)
  const { assignment, hash } = readAssignment(typed.assignment, catalogue)
  const formats = readFormats(typed.format)
  const bounds = readBounds(typed.atOnce)
  const lanes = readLanes(typed.lanes)
  const everyone = findSubmissions(folder, [out, assignmentFile])
  if (everyone.length === 0)
    throw new UsageError(
      `${typedFolder} holds no submission.`,
      'Name the folder that holds a folder, a file or an archive for each student.',
    )
  const shard = readShard(typed.shard, process.env)
  const submissions = inShard(everyone, shard)
  const store = storeIn(out, typed.out)
  const plan = {
    assignment,
    assignmentHash: hash,
    counted: counted(assignment, catalogue),
    catalogue: catalogueHash(catalogue),
    students: everyone.map(({ name }) => name),
    submissions,
    shard,
    hidden: [folder, out, assignmentFile],
    python: await findPython(typed.python, userFolder()),
    ...(lanes === undefined ? {} : { lanes }),
    bounds,
    formats,
  }

  const partLines = partLinesOf(plan, besides(folder, [out, assignmentFile]))
  const colour = wantsColour(process.stderr, typed.color)
  const shown = showClass(process.stderr, submissions.length, { quiet: typed.quiet, colour })
  const heedNoMore = endWhenInterrupted(shown.close, 'the same command goes on from here')
  // Whatever happens to this process, it removes what is made in its room.
  const janitor = await openJanitor()
  let graded: Class
  try {
    await chmod(janitor.scratch, 0o711)
    const tier = tierFor(typed, janitor.scratch)
    if (!typed.quiet)
      process.stderr.write([tierLine(tier), ...openLines(tier, plan.hidden), ...partLines, ''].join('\n'))
    graded = await gradeClass({ ...plan, tier, room: janitor.scratch }, store, shown.progress)
  } finally {
    await janitor.close()
    shown.close()
    heedNoMore()
  }
  for (const [name, text] of Object.entries(classFiles(graded, catalogue))) store.writeClass(name, text)
  return tellClass(graded, out, typed.color)
}

/** The best tier that this host has, within what was typed. Throws UsageError where that is not enough. */
export function tierFor(typed: Pick<TypedGradeOptions, 'sandbox' | 'requireSandbox'>, room: string): Tier {
  const { least, most } = readSandbox(typed)
  const found = detect(room).filter(({ tier }) => tiers.indexOf(tier) <= tiers.indexOf(most))
  const best = bestOf(found)
  if (best !== undefined && tiers.indexOf(best) >= tiers.indexOf(least)) return best
  const reasons = found
    .filter(({ tier }) => tiers.indexOf(tier) >= tiers.indexOf(least))
    .map(({ tier, whyNot }: FoundTier) => `${tier}: ${whyNot}`)
  throw new UsageError(
    `The sandbox ${least} is not to be had here. ${reasons.join('; ')}.`,
    'Mend that, or demand less.',
  )
}

const tierLines: Readonly<Record<Tier, string>> = {
  plain: 'as this user (process group, limits, scrubbed environment)',
  user: 'as users of their own (limits, scrubbed environment)',
  bwrap: 'in bubblewrap (namespaces and network of their own, limits, read-only root)',
}

/** What is graded, where that is not simply all that lies there. */
function partLinesOf(
  { shard, submissions, students }: Pick<ClassPlan, 'shard' | 'submissions' | 'students'>,
  others: readonly string[],
): string[] {
  const lines: string[] = []
  if (shard.of > 1)
    lines.push(
      `wouldblock: shard ${shard.index} of ${shard.of}: ${submissions.length} of ${plural(students.length, 'submission')}`,
    )
  if (others.length > 0)
    lines.push(`wouldblock: no submissions: ${others.map((name) => visible(name)).join(', ')}`)
  return lines
}

/** A submission that runs as another user can read what every user can; of what runs as this one, nothing is out of reach. */
const openLines = (tier: Tier, hidden: readonly string[]): string[] =>
  (tier === 'user' ? readByAll(hidden) : []).map(
    (path) =>
      `wouldblock: submissions can read ${visible(path)}, as every user can: chmod go-rwx keeps it from them`,
  )

export const tierLine = (tier: Tier): string =>
  `wouldblock: submissions run ${tierLines[tier]}: sandbox ${tier}`

function storeIn(out: string, typed: string): Store {
  try {
    mkdirSync(out, { recursive: true })
    return new Store(out)
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(`--out ${typed} cannot be made: ${code}.`, 'Name another folder.')
  }
}
