import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue } from '../../suites/catalogue.ts'
import { globToRegExp } from '../engine/plan.ts'
import { flags } from '../variants.ts'

/** README.md tells what a wrapper can declare, and which behaviours that adds. */

const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const rows = page.split('\n').flatMap((line) => {
  const [, name] = /^\| `([a-z0-9-]+)`/.exec(line) ?? []
  if (name === undefined) return []
  const cells = line.split('|')
  const globs = [...(cells.at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, glob = '']) => globToRegExp(glob))
  return [{ name, globs }]
})
const behaviours = catalogue.flatMap((scenario) => scenario.behaviours)
const wants = behaviours.map(({ id, features = [], stages = [] }) => ({
  id,
  names: [...features, ...stages],
}))

test('each behaviour that needs a feature or a stage stands beside one of them', () => {
  const missing = wants.filter(
    ({ id, names }) =>
      names.length > 0 &&
      !rows.some(({ name, globs }) => names.includes(name) && globs.some((glob) => glob.test(id))),
  )
  expect(missing).toEqual([])
})

test('nothing stands beside a feature or a stage that does not need it', () => {
  const known = new Set(wants.flatMap(({ names }) => names))
  const wrong = rows
    .filter(({ name }) => known.has(name))
    .flatMap(({ name, globs }) =>
      wants
        .filter(({ id, names }) => !names.includes(name) && globs.some((glob) => glob.test(id)))
        .map(({ id }) => `${name}: ${id}`),
    )
  expect(wrong).toEqual([])
})

test('each variant that a behaviour asks about has its values, the page’s first', () => {
  // Nothing asks about it yet: both directions have one timeout.
  const asked = Object.entries(flags).filter(([name]) => name !== 'per-direction')
  for (const [name, { values, page: first }] of asked) {
    expect(values[0]).toBe(first)
    expect(page).toContain(`| \`${name}\` | ${values.map((value) => `\`${value}\``).join(', ')} |`)
  }
})
