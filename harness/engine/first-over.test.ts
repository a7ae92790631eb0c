import { expect, test } from 'vitest'
import { sleep } from '../clock.ts'
import { type Call, type Pending, TrialOver } from './calls.ts'
import { firstOver } from './first-over.ts'

const pending = (name: string, milliseconds: number, end?: TrialOver): Pending => ({
  name,
  requestedAtMicros: 0,
  settled: () => undefined,
  over: async () => {
    await sleep(milliseconds)
    if (end) throw end
    return { name } as Call
  },
})

test('the first of several calls to be over is told from the others, which go on', async () => {
  const { first, index, others } = await firstOver([pending('a', 40), pending('b', 1), pending('c', 20)])
  expect([first.name, index]).toEqual(['b', 1])
  expect((await Promise.all(others)).map(({ name }) => name)).toEqual(['a', 'c'])
})

test('what ends the trial for one of them ends it for who waits, and is heard of once', async () => {
  const hang = new TrialOver({ kind: 'hang', call: 'b', waitedMicros: 1 })
  await expect(firstOver([pending('a', 20), pending('b', 1, hang)])).rejects.toBe(hang)
  // One that fails after another was over is nobody's until it is asked for.
  await firstOver([pending('a', 1), pending('b', 5, hang)])
  await sleep(15)
})
