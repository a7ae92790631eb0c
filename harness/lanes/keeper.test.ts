import { expect, test } from 'vitest'
import { Keeper } from './keeper.ts'
import { LanePool } from './pool.ts'
import { twinLane } from './twin.ts'

const hello = { name: 'twin', version: '1', language: 'none', features: undefined, variants: undefined }

/** A pool of twins, and how many have been made. */
function poolOf(answers: (operation: string) => 'ok' | 'error') {
  let made = 0
  const pool = new LanePool(() => {
    made++
    const lane = twinLane((operation) => Promise.resolve({ status: answers(operation) }))
    return Promise.resolve({ kind: 'open', lane, hello })
  }, 2)
  return { pool, made: () => made }
}

test('lends the same lane again, and says how often it has served', async () => {
  const { pool, made } = poolOf(() => 'ok')
  const keeper = new Keeper(pool)
  const first = await keeper.acquire()
  await keeper.release(first)
  const again = await keeper.acquire()
  expect(again.lane).toBe(first.lane)
  expect(again.served).toBe(first.served + 1)
  await keeper.release(again)
  await keeper.end()
  expect(made()).toBe(1)
  // It is back in the pool, for whoever comes next.
  expect((await pool.acquire()).lane).toBe(first.lane)
  await pool.close()
})

test('a lane that cannot be reset is given up, and another one lent', async () => {
  const { pool } = poolOf((operation) => (operation === 'reset' ? 'error' : 'ok'))
  const keeper = new Keeper(pool)
  const first = await keeper.acquire()
  await keeper.release(first)
  const second = await keeper.acquire()
  expect(second.lane).not.toBe(first.lane)
  await keeper.end()
  await pool.close()
})
