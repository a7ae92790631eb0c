import { existsSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Assignment } from '../grade/assignment/assignment.ts'
import { counted } from '../grade/assignment/counted.ts'
import { score } from '../grade/assignment/score.ts'
import { readAssignment } from '../grade/assignment/read.ts'
import { type Bundle, type BundleName, bundles, isBundle } from '../bundles/bundles.ts'
import { placeIn, refuseFilled } from '../bundles/place.ts'
import { suiteFiles } from '../bundles/suite.ts'
import { zipOf } from '../bundles/zip.ts'
import type { Scenario } from '../engine/behaviour.ts'
import { didYouMean } from './nearest.ts'
import { userFolder } from './package-root.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable } from './write-file.ts'

/** What was typed behind `wouldblock bundle <platform>`. */
export interface TypedBundleOptions {
  readonly assignment: string
  readonly out: string
}

/** Writes all that a platform needs to grade an assignment, and answers what to say. Throws UsageError. */
export async function bundleCommand(
  catalogue: readonly Scenario[],
  platform: string,
  { assignment: typed, out }: TypedBundleOptions,
): Promise<string> {
  const name = readBundle(platform)
  const bundle: Bundle = bundles[name]
  const { assignment, text } = readAssignment(typed, catalogue)
  if (!bundle.keepsSecrets) refuseHidden(name, assignment)
  const place = resolve(userFolder(), out)
  if (bundle.as === 'folder') refuseFilled(place, out)
  else if (existsSync(place)) throw new UsageError(`--out ${out} is there already.`, 'Name another file.')
  else refuseUnwritable(place, '--out')

  const { of: points } = score(assignment, counted(assignment, catalogue), undefined, undefined)
  const files = bundle.files({ assignment, points, assignmentText: text, suite: suiteFiles() })
  if (bundle.as === 'folder') placeIn(place, out, files)
  else writeFileSync(place, await zipOf(files))
  return `${out}: ${bundle.for}. Its README.md says what to do with it.\n`
}

function readBundle(typed: string): BundleName {
  if (isBundle(typed)) return typed
  const names = Object.keys(bundles)
  throw new UsageError(
    `There is no bundle for ${typed}.`,
    `${didYouMean(typed, names)}There are ${names.join(', ')}.`,
  )
}

/** Where students can read the assignment, nothing in it is hidden. */
function refuseHidden(name: BundleName, { items }: Assignment): void {
  const hidden = items.filter((item) => item.hidden).length
  if (hidden === 0) return
  throw new UsageError(
    `On ${name} students can read the assignment, and ${hidden} of its items ${hidden === 1 ? 'is' : 'are'} hidden.`,
    'Bundle an assignment without them, and grade them by "wouldblock grade" on your own machine.',
  )
}
