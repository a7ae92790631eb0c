import { expect, test } from 'vitest'
import { behaviour, type Level } from './behaviour.ts'
import { undescribed } from './fixture.ts'
import { catalogueHash, decidedByDeclaration, idleGlobs, select, selectsAll } from './plan.ts'

const made = (id: string, level: Level = 'must', variants: Record<string, string> = {}) =>
  behaviour({
    ...undescribed,
    id,
    level,
    says: `${id} holds`,
    variants,
    check: () => Promise.resolve(),
  })
const catalogue = [
  made('nb.recv.would-block'),
  made('nb.accept.drain', 'should'),
  made('program.server.prints'),
]
const ids = (only: readonly string[], level?: Level) =>
  select(catalogue, 'wrapper', { only, level }).map(({ id }) => id)
const hello = { name: 'x', version: '1', language: 'x', features: undefined, variants: undefined }

test('globs select by id, programs are another subject', () => {
  expect(ids([])).toEqual(['nb.recv.would-block', 'nb.accept.drain'])
  expect(ids(['nb.*.drain'])).toEqual(['nb.accept.drain'])
  expect(select(catalogue, 'program', selectsAll).map(({ id }) => id)).toEqual(['program.server.prints'])
})

test('a dot in a glob is a dot', () => {
  expect(ids(['nb?recv.would-block'])).toEqual(['nb.recv.would-block'])
  expect(idleGlobs(catalogue, ['nbxrecv.would-block', 'nb.*'])).toEqual(['nbxrecv.would-block'])
})

test('a level selects', () => {
  expect(ids([], 'should')).toEqual(['nb.accept.drain'])
})

test('a wrapper that declares nothing has declared the page’s variants', () => {
  const [zero] = made('mode.zero', 'must', { zero: 'nonblocking' }).behaviours
  expect(decidedByDeclaration(zero!, hello, 'page')).toBeUndefined()
})

test('what the adapter cannot stage is unsupported, whatever the profile', () => {
  const [clock] = made('timeout.clock').behaviours
  const staged = { ...clock!, stages: ['wall-clock'] }
  expect(decidedByDeclaration(staged, hello, 'page')).toMatchObject({ verdict: 'unsupported', cause: 'host' })
  expect(decidedByDeclaration(staged, { ...hello, stages: ['wall-clock'] }, 'page')).toBeUndefined()
})

test('what is about some variants is not about a wrapper that declares another, whatever the profile', () => {
  const [readers] = made('conc.readers').behaviours
  const about = { ...readers!, among: { 'two-readers': ['serialise', 'reject'] } }
  expect(decidedByDeclaration(about, hello, 'page')).toEqual({
    verdict: 'unsupported',
    cause: 'wrapper',
    happened: 'the wrapper declares two-readers=share',
  })
  const rejecting = { ...hello, variants: { 'two-readers': 'reject' } }
  expect(decidedByDeclaration(about, rejecting, 'page')).toBeUndefined()
})

test('a variant that is demanded and not declared fails under page and is unsupported under declared', () => {
  const [zero] = made('mode.zero', 'must', { zero: 'nonblocking' }).behaviours
  const java = { ...hello, variants: { zero: 'infinite' } }
  expect(decidedByDeclaration(zero!, java, 'page')).toMatchObject({
    verdict: 'fail',
    happened: 'it declares zero=infinite',
  })
  expect(decidedByDeclaration(zero!, java, 'declared')).toMatchObject({
    verdict: 'unsupported',
    cause: 'wrapper',
  })
})

test('the hash of the catalogue changes with a sentence and a level', () => {
  expect(catalogueHash(catalogue)).toBe(catalogueHash([...catalogue]))
  expect(catalogueHash([made('a')])).not.toBe(catalogueHash([made('a', 'should')]))
})
