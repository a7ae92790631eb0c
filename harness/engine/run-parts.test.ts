import { describe, expect, test } from 'vitest'
import { catalogue } from '../../suites/catalogue.ts'
import type { Record } from '../record/schema.ts'
import { runParts } from './run.ts'

const progress = { planned() {}, trialStarted() {}, trialEnded() {}, decided() {} }
const part = (name: string, id: string, seed: number) => ({
  name,
  selection: { only: [id], level: undefined },
  seed,
  progress,
})
const parts = [part('first', 'nb.recv.would-block', 1), part('second', 'mode.default-blocking', 2)]
const shared = {
  spec: 'fixtures/wrappers/promises.ts',
  catalogue,
  python: 'python3',
  folder: process.cwd(),
  quick: true,
}

async function judged(options: { readonly seconds?: number } = {}) {
  const told: { name: string; record: Record }[] = []
  const result = await runParts({ ...shared, ...options }, parts, ({ name }, record) => {
    told.push({ name, record })
  })
  expect(result).toEqual({ kind: 'over' })
  return told.map(({ name, record }) => ({
    name,
    seed: record.seed,
    verdicts: record.behaviours.map(({ id, verdict, cause }) => [id, verdict, cause]),
  }))
}

describe('runParts', () => {
  test('judges each part by itself, in their order, each with its own seed', async () => {
    expect(await judged()).toEqual([
      { name: 'first', seed: 1, verdicts: [['nb.recv.would-block', 'pass', null]] },
      { name: 'second', seed: 2, verdicts: [['mode.default-blocking', 'pass', null]] },
    ])
  })

  test('what there was no time for is undecided in every part, and nobody has failed', async () => {
    expect((await judged({ seconds: 0 })).map(({ verdicts }) => verdicts)).toEqual([
      [['nb.recv.would-block', 'inconclusive', 'time']],
      [['mode.default-blocking', 'inconclusive', 'time']],
    ])
  })
})
