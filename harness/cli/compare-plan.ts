import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Library, libraries } from '../../fixtures/wrappers/libraries.ts'
import { findTool } from '../adapters/tool.ts'
import type { Aftermath, Findings } from '../../reports/compare/findings.ts'
import type { Skipped } from '../../reports/compare/comparison.ts'
import { packageRoot } from './package-root.ts'
import { UsageError } from './usage-error.ts'

/** A wrapper that is to be compared. */
export interface Contender {
  readonly spec: string
  readonly name: string
  /** Where relative paths start; absent: the user's folder. */
  readonly folder?: string
  readonly python?: string
  /** The Debian packages that bring what it needs. */
  readonly packages?: readonly string[]
  readonly findings?: Findings
  readonly aftermath?: Aftermath
}

/** The wrappers that were typed, under the names that they were typed by. */
export const typedContenders = (specs: readonly string[]): readonly Contender[] =>
  specs.map((spec) => ({ spec, name: spec }))

export interface Contenders {
  readonly contenders: readonly Contender[]
  readonly skipped: readonly Skipped[]
}

/** Every library that the project knows, but those whose language is not here. Throws UsageError. */
export function knownLibraries(all: readonly Library[] = libraries): Contenders {
  if (!existsSync(join(packageRoot, 'fixtures/wrappers/libraries.ts')))
    throw new UsageError(
      '--all compares the wrappers of the project’s own tree, which this package does not have.',
      'Name the wrappers, or run it in a clone of the project.',
    )
  const missing = (library: Library): string | undefined =>
    [library.tool, ...(library.python === undefined ? [] : [library.python])].find(
      (tool) => findTool(tool) === undefined,
    )
  return {
    contenders: all
      .filter((library) => missing(library) === undefined)
      .map(({ spec, name, python, packages, findings, aftermath }) => ({
        spec,
        name,
        folder: packageRoot,
        packages,
        ...(python === undefined ? {} : { python }),
        ...(findings === undefined ? {} : { findings }),
        ...(aftermath === undefined ? {} : { aftermath }),
      })),
    skipped: all.flatMap((library) => {
      const tool = missing(library)
      if (tool === undefined) return []
      return {
        name: library.name,
        reason: `there is no ${tool}; on Debian: apt-get install ${library.packages.join(' ')}`,
      }
    }),
  }
}
