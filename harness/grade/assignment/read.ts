import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { userFolder } from '../../cli/package-root.ts'
import { UsageError } from '../../cli/usage-error.ts'
import type { Scenario } from '../../engine/behaviour.ts'
import type { Refusal } from '../../lanes/lane.ts'
import { type ParsedAssignment, parseAssignment } from './parse.ts'

/** An assignment file, read and found to be in order. */
export type ReadAssignment = Extract<ParsedAssignment, { kind: 'assignment' }> & {
  /** As it stands in the file. */
  readonly text: string
}

/** Reads an assignment file as it was typed. Throws UsageError, with each problem and its line, where it is not in order. */
export function readAssignment(typed: string, catalogue: readonly Scenario[]): ReadAssignment {
  const text = textOf(typed)
  const parsed = parseAssignment(text, catalogue)
  if (parsed.kind === 'assignment') return { ...parsed, text }
  const [first, ...more] = parsed.problems.map(({ line, column, what, next }): Refusal => ({
    what: `${typed}:${line}:${column}: ${what}`,
    next,
  }))
  throw new UsageError(first?.what ?? `${typed} is no assignment.`, first?.next ?? makeOne, more)
}

function textOf(typed: string): string {
  try {
    return readFileSync(resolve(userFolder(), typed), 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = reasons[code ?? ''] ?? code ?? String(error)
    throw new UsageError(`The assignment ${typed} cannot be read: ${why}.`, makeOne)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
}

const makeOne = 'Name the assignment file; "wouldblock assignment init" writes one.'
