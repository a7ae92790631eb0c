import type { z } from 'zod'
import { didYouMean } from '../../cli/nearest.ts'
import { holds, keysOf } from './shape.ts'
import type { Path, Problem, ReadYaml } from './yaml.ts'

/** What zod found, as a person who wrote the file would want to hear it. */
export function misshapen(issues: readonly z.core.$ZodIssue[], yaml: ReadYaml): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(path, key, yaml))
      : [wrongValue(path, yaml)]
  })
}

function unknownKey(path: Path, key: string, yaml: ReadYaml): Problem {
  const keys = keysOf[patternOf(path)] ?? []
  const misplaced = Object.entries(keysOf).find(([, others]) => others.includes(key))
  const elsewhere =
    misplaced === undefined
      ? ''
      : `${key} is a key ${misplaced[0] === '' ? 'of the whole file' : `of ${misplaced[0]}`}. `
  return {
    ...yaml.placeOfKey(path, key),
    what: `There is no key "${key}"${path.length === 0 ? '' : ` in ${nameOf(path)}`}.`,
    next: `${didYouMean(key, keys) || elsewhere.replace('points.*', 'an item of points')}Keys are ${keys.join(', ')}.`,
  }
}

function wrongValue(path: Path, yaml: ReadYaml): Problem {
  const [what, example] = explained(path)
  const value = valueAt(yaml.value, path)
  const place = yaml.placeOf(path)
  if (value === undefined)
    return { ...place, what: `${nameOf(path)} is missing.`, next: `Add it: ${example}` }
  return {
    ...place,
    what: `${nameOf(path)} is ${shown(value)}, and must be ${what}.`,
    next: `Write ${example}`,
  }
}

/** What a value or, for an element of a list, the list holds. */
function explained(path: Path): readonly [string, string] {
  for (let length = path.length; length >= 0; length--) {
    const found = holds[patternOf(path.slice(0, length))]
    if (found) return found
  }
  return ['something else', 'what "wouldblock assignment init" writes']
}

const patternOf = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? '*' : part)).join('.')

/** As people count: `limits.memory`, `points of item 2`. */
export function nameOf(path: Path): string {
  const [first, index, ...rest] = path
  if (first === undefined) return 'The file'
  if (first === 'points' && typeof index === 'number')
    return rest.length === 0 ? `item ${index + 1} of points` : `"${nested(rest)}" of item ${index + 1}`
  return `"${nested(path)}"`
}

const nested = (path: Path): string => path.filter((part) => typeof part === 'string').join('.')

function valueAt(value: unknown, path: Path): unknown {
  let found = value
  for (const part of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return found
}

function shown(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return 'no text'
  return value.trim() === '' ? 'empty' : `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
}
