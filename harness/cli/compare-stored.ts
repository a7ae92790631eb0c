import { resolve } from 'node:path'
import { libraries } from '../../fixtures/wrappers/libraries.ts'
import { changesBetween, type Changes, exitCodeOfChanges } from '../../reports/compare/changes.ts'
import { changesMarkdown, changesReport } from '../../reports/compare/changes-report.ts'
import type { Compared } from '../../reports/compare/comparison.ts'
import { findingsIn } from '../../reports/compare/findings.ts'
import type { Record as RunRecord } from '../record/schema.ts'
import type { TypedCompareOptions } from './compare-options.ts'
import type { ExitCode } from './exit-codes.ts'
import { columnsOf, wantsColour } from './output.ts'
import { userFolder } from './package-root.ts'
import { readRecords } from './read-records.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

/** Records of runs before, by the names of the libraries among them. Throws UsageError. */
export const storedWrappers = (files: readonly string[]): readonly Compared[] =>
  files
    .flatMap((file) => readRecords(file, userFolder()))
    .map((record) => {
      const library = libraries.find(({ spec }) => spec === record.wrapper.spec)
      return {
        name: library?.name ?? record.wrapper.spec,
        record,
        findings: findingsIn(library ?? {}, record.behaviours),
      }
    })

/**
 * Tells what changed from one file of records to another: of one wrapper in each, whatever it is called, or of those that
 * both have. Throws UsageError.
 */
export function compareRuns(
  [older, newer]: readonly [string, string],
  typed: Pick<TypedCompareOptions, 'color' | 'html' | 'json' | 'markdown'>,
): ExitCode {
  const [option] = (['json', 'html'] as const).filter((each) => typed[each] !== undefined)
  if (option !== undefined)
    throw new UsageError(
      `--${option} is of wrappers side by side, and these are two runs of one.`,
      'Leave it out, or write --markdown.',
    )
  const file = typed.markdown === undefined ? undefined : resolve(userFolder(), typed.markdown)
  if (file !== undefined) refuseUnwritable(file, '--markdown')
  const changes = paired(readRecords(older, userFolder()), readRecords(newer, userFolder()))
  if (changes.length === 0)
    throw new UsageError(`${older} and ${newer} have no wrapper in common.`, 'Name two runs of one wrapper.')
  const colour = wantsColour(process.stdout, typed.color)
  process.stdout.write(changesReport(changes, { columns: columnsOf(process.stdout), colour }))
  if (file !== undefined) writeWhole(file, changesMarkdown(changes), '--markdown')
  return exitCodeOfChanges(changes)
}

function paired(older: readonly RunRecord[], newer: readonly RunRecord[]): readonly Changes[] {
  const [before, after] = [older[0], newer[0]]
  if (older.length === 1 && newer.length === 1 && before && after) return [changesBetween(before, after)]
  return newer.flatMap((record) => {
    const same = older.find(({ wrapper }) => wrapper.spec === record.wrapper.spec)
    return same ? [changesBetween(same, record)] : []
  })
}
