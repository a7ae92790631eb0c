import { expect, test } from 'vitest'
import { behaviour } from './behaviour.ts'
import { undescribed } from './fixture.ts'
import { keepReferences, type ReferenceVenue } from './references.ts'

const scenario = (features: readonly string[]) =>
  behaviour({
    id: 'a.b.c',
    ...undescribed,
    features,
    check: () => Promise.resolve(),
  })

function shelf() {
  const asked: string[] = []
  const closed: string[] = []
  const opener = (name: string, features: readonly string[] | undefined) => async () => {
    asked.push(name)
    return {
      name,
      hello: { features },
      pool: { close: () => Promise.resolve(void closed.push(name)) },
    } as unknown as ReferenceVenue
  }
  return { asked, closed, opener }
}

test('a scenario runs beside the first good wrapper that offers what it needs', async () => {
  const { asked, closed, opener } = shelf()
  const references = keepReferences([
    opener('plain', undefined),
    () => Promise.resolve(undefined),
    opener('several', ['threads', 'cancel']),
  ])
  expect(await references.beside(scenario([]))).toMatchObject({ name: 'plain' })
  expect(asked).toEqual(['plain'])
  expect(await references.beside(scenario(['threads']))).toMatchObject({ name: 'several' })
  expect(await references.beside(scenario(['threads', 'tls']))).toBeUndefined()
  expect(asked).toEqual(['plain', 'several'])
  await references.close()
  expect(closed.toSorted()).toEqual(['plain', 'several'])
})

test('what was never asked for is neither opened nor closed', async () => {
  const { asked, opener } = shelf()
  await keepReferences([opener('plain', undefined)]).close()
  expect(asked).toEqual([])
})
