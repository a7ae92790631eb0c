import { expect, it } from 'vitest'
import { sampleCatalogue as catalogue } from './fixture.ts'
import { readLevel, refuseIdleGlobs, refuseStrayPath, selectFor } from './selection.ts'
import { UsageError } from './usage-error.ts'

const refusalOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof UsageError) return `${error.refusal.what} ${error.refusal.next}`
    throw error
  }
  return ''
}

const selectionOf = (...only: string[]) => ({ only, level: undefined })

it('refuses a glob that matches nothing, and names what is near, even if others match', () => {
  const refusal = refusalOf(() => refuseIdleGlobs(catalogue, ['block.*', 'timeout.rcv.*']))
  expect(refusal).toContain('--only timeout.rcv.* matches no behaviour. Did you mean timeout.recv.expires')
  expect(refusalOf(() => refuseIdleGlobs(catalogue, ['block.*', 'udp.recv.expires']))).toBe('')
})

it('refuses a selection of which nothing can be run on the wrapper', () => {
  expect(refusalOf(() => selectFor(catalogue, 'wrapper', selectionOf('program.*'), './a.ts'))).toContain(
    'Nothing of what was selected can be run on ./a.ts.',
  )
  expect(refusalOf(() => selectFor(catalogue, 'program', selectionOf('block.*'), 'program:x'))).not.toBe('')
  expect(
    refusalOf(() => selectFor(catalogue, 'wrapper', { only: ['block.*'], level: 'note' }, './a.ts')),
  ).not.toBe('')
  expect(selectFor(catalogue, 'program', selectionOf(), 'program:x')).toHaveLength(1)
})

it('refuses a level that there is not', () => {
  expect(refusalOf(() => readLevel('may'))).toContain('Levels are must, should, note.')
  expect(readLevel('should')).toBe('should')
  expect(readLevel(undefined)).toBeUndefined()
})

it('refuses a path that is not one behaviour’s, or leads nowhere', () => {
  const selected = (...only: string[]) => selectFor(catalogue, 'wrapper', selectionOf(...only), './a.ts')
  const one = selected('block.recv.waits')
  expect(refusalOf(() => refuseStrayPath(catalogue, one, 7, '0:3'))).toBe('')
  expect(refusalOf(() => refuseStrayPath(catalogue, one, 7, '1:3'))).toContain('leads to no input')
  expect(refusalOf(() => refuseStrayPath(catalogue, one, 7, '0:3:99'))).toContain('leads to no input')
  expect(refusalOf(() => refuseStrayPath(catalogue, selected('block.*'), 7, '0:3'))).toContain(
    '2 are selected',
  )
})
