import { UsageError } from '../cli/usage-error.ts'
import type { Class } from './grade.ts'
import { inShard } from './shard.ts'

/** What came of one shard, and how messages call it. */
export interface Part {
  readonly named: string
  readonly graded: Class
}

/**
 * Joins all shards of a class, in any order, to what grading it whole would have made, byte for byte. Throws UsageError
 * unless they are all of it, each once, graded by the same assignment and catalogue. Pure.
 */
export function merge(parts: readonly Part[]): Class {
  const [first] = parts
  if (first === undefined)
    throw new UsageError('There is nothing to merge.', 'Name the folders that the shards were graded into.')
  for (const part of parts) {
    refuseMixed(first, part)
    refuseForeign(part)
  }
  refuseGaps(parts)
  const grades = new Map(parts.flatMap(({ graded }) => graded.grades.map((grade) => [grade.student, grade])))
  return {
    ...first.graded,
    shard: { index: 1, of: 1 },
    grades: first.graded.students.map((student) => grades.get(student)!),
  }
}

const sameIn: readonly (readonly [what: string, value: (graded: Class) => unknown])[] = [
  ['assignment', ({ title, assignment }) => [title, assignment]],
  ['catalogue', ({ catalogue }) => catalogue],
  ['seeds', ({ seeds }) => [seeds.visible, seeds.hidden]],
  ['number of shards', ({ shard }) => shard.of],
  ['list of students', ({ students }) => students],
]

function refuseMixed(first: Part, part: Part): void {
  for (const [what, value] of sameIn)
    if (JSON.stringify(value(first.graded)) !== JSON.stringify(value(part.graded)))
      throw new UsageError(
        `${first.named} and ${part.named} differ in their ${what}: they are no shards of one class.`,
        'Grade every shard of the same folder, with the same assignment file, wouldblock and number of shards.',
      )
}

/** A shard holds its own students and no others, each graded as the shard says. */
function refuseForeign({ named, graded }: Part): void {
  const { students, shard, grades, assignment, catalogue } = graded
  const found = grades.map(({ student }) => student)
  const own = inShard(students, shard)
  if (JSON.stringify(found) !== JSON.stringify(own))
    throw new UsageError(
      `${named} says it is shard ${shard.index} of ${shard.of}, but does not hold the grades of that: ${difference(own, found)}.`,
      'Grade that shard again; what is finished is kept.',
    )
  const other = grades.find((grade) => grade.assignment !== assignment || grade.catalogue !== catalogue)
  if (other)
    throw new UsageError(
      `In ${named}, ${JSON.stringify(other.student)} was graded by another assignment or catalogue.`,
      'Grade that shard again.',
    )
}

function difference(wanted: readonly string[], found: readonly string[]): string {
  const missing = wanted.find((each) => !found.includes(each))
  if (missing !== undefined) return `${JSON.stringify(missing)} is missing`
  const foreign = found.find((each) => !wanted.includes(each))
  return foreign === undefined ? 'they stand in another order' : `${JSON.stringify(foreign)} is not of it`
}

function refuseGaps(parts: readonly Part[]): void {
  const { of } = parts[0]!.graded.shard
  const by = new Map<number, string>()
  for (const { named, graded } of parts) {
    const { index } = graded.shard
    const before = by.get(index)
    if (before !== undefined)
      throw new UsageError(
        `${before} and ${named} are both shard ${index} of ${of}.`,
        'Name each shard once.',
      )
    by.set(index, named)
  }
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !by.has(index))
  if (missing.length > 0)
    throw new UsageError(
      `Of ${of} shards, ${listed(missing)} missing.`,
      `Name the folders of all of them; one that is not finished has no class.json, and goes on when it is graded again.`,
    )
}

const listed = (missing: readonly number[]): string =>
  missing.length === 1
    ? `number ${missing[0]} is`
    : `numbers ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ' and more' : ''} are`
