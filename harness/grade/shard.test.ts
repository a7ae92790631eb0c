import { describe, expect, test } from 'vitest'
import { readShard, inShard } from './shard.ts'

test('the shards of a list are its parts, in its order', () => {
  const all = Array.from({ length: 10 }, (_, at) => `s${at}`)
  for (const of of [1, 2, 3, 10, 17]) {
    const shards = Array.from({ length: of }, (_, at) => inShard(all, { index: at + 1, of }))
    expect(shards.flat().toSorted()).toEqual(all)
    const sizes = shards.map(({ length }) => length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  }
  expect(inShard(all, { index: 2, of: 4 })).toEqual(['s1', 's5', 's9'])
})

describe('who names the shard', () => {
  const slurm = (id: string, min: string, max: string, count: string): Record<string, string> => ({
    SLURM_ARRAY_TASK_ID: id,
    SLURM_ARRAY_TASK_MIN: min,
    SLURM_ARRAY_TASK_MAX: max,
    SLURM_ARRAY_TASK_COUNT: count,
  })

  test.each([
    ['nobody', undefined, {}, { index: 1, of: 1 }],
    ['the flag', '2/8', {}, { index: 2, of: 8 }],
    ['the flag before the environment', '1/1', slurm('3', '1', '8', '8'), { index: 1, of: 1 }],
    [
      'Kubernetes, from 0',
      undefined,
      { JOB_COMPLETION_INDEX: '0', JOB_COMPLETIONS: '4' },
      { index: 1, of: 4 },
    ],
    [
      'Kubernetes, the last',
      undefined,
      { JOB_COMPLETION_INDEX: '3', JOB_COMPLETIONS: '4' },
      { index: 4, of: 4 },
    ],
    ['Slurm', undefined, slurm('3', '1', '8', '8'), { index: 3, of: 8 }],
    ['Slurm, from 0', undefined, slurm('3', '0', '7', '8'), { index: 4, of: 8 }],
    ['Slurm, in steps', undefined, slurm('10', '4', '16', '3'), { index: 2, of: 3 }],
    ['Slurm, one task', undefined, slurm('5', '5', '5', '1'), { index: 1, of: 1 }],
    ['GitLab and others', undefined, { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' }, { index: 2, of: 5 }],
    ['what is empty does not', undefined, { CI_NODE_INDEX: '' }, { index: 1, of: 1 }],
  ] as const)('%s', (_who, typed, environment, shard) => {
    expect(readShard(typed, environment)).toEqual(shard)
  })

  test.each([
    ['0/4', {}, '--shard 0/4 is no shard: they are numbered from 1'],
    ['5/4', {}, '--shard 5/4 is no shard'],
    ['1/0', {}, '--shard 1/0 is no shard'],
    ['two', {}, '--shard two is no shard.'],
    [undefined, { JOB_COMPLETION_INDEX: '1' }, 'JOB_COMPLETIONS is not: the number of shards is not known'],
    [
      undefined,
      { JOB_COMPLETION_INDEX: '4', JOB_COMPLETIONS: '4' },
      'JOB_COMPLETION_INDEX 4 of 4 is no shard',
    ],
    [undefined, { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '4' }, 'CI_NODE_INDEX 0 of 4 is no shard'],
    [undefined, { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '4' }, 'CI_NODE_INDEX is "x", which is no number'],
    [undefined, slurm('3', '1', '7', '3'), 'task 3 is no shard of them'],
    [undefined, slurm('3', '1', '8', '3'), 'are not evenly numbered'],
    [undefined, { SLURM_ARRAY_TASK_ID: '3' }, 'SLURM_ARRAY_TASK_MIN is not'],
  ] as const)('%s with %o is refused', (typed, environment, what) => {
    expect(() => readShard(typed, environment)).toThrow(what)
  })
})
