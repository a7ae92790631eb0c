import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Places } from './places.ts'

test('never more at a time than there are places, and as many as that when the number changes', async () => {
  const places = new Places(1)
  const running: (() => void)[] = []
  const all = Promise.all(
    [1, 2, 3, 4].map(() => places.take(() => new Promise<void>((resolve) => running.push(resolve)))),
  )
  await setImmediate()
  expect(running).toHaveLength(1)
  places.limit = 3
  await setImmediate()
  expect(running).toHaveLength(3)
  places.limit = 1
  running[0]?.()
  running[1]?.()
  await setImmediate()
  expect(running).toHaveLength(3)
  running[2]?.()
  await setImmediate()
  expect(running).toHaveLength(4)
  running[3]?.()
  await all
})

test('a place whose work fails is free again', async () => {
  const places = new Places(1)
  await expect(places.take(() => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed')
  await expect(places.take(() => Promise.resolve('done'))).resolves.toBe('done')
})
