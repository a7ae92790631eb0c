import { expect, it } from 'vitest'
import { knownLibraries } from './compare-plan.ts'

const library = { spec: './x.ts', name: 'x', language: 'X', tool: 'sh', packages: ['x-lang', 'x-sock'] }

it('takes a library whose tool is here, from the folder of the project', () => {
  const { contenders, skipped } = knownLibraries([library])
  expect(contenders.map(({ name }) => name)).toEqual(['x'])
  expect(skipped).toEqual([])
})

it.each([
  ['tool', { ...library, tool: 'no-such-tool' }],
  ['interpreter', { ...library, python: '/no-such-tool' }],
])('names a library whose %s is missing, and what to install', (_name, lacking) => {
  const { contenders, skipped } = knownLibraries([lacking])
  expect(contenders).toEqual([])
  expect(skipped).toEqual([
    { name: 'x', reason: expect.stringMatching(/^there is no \/?no-such-tool; .* x-lang x-sock$/) },
  ])
})
