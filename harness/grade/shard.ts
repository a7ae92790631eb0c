import { UsageError } from '../cli/usage-error.ts'

/** One of several parts that a class is graded in: `index` counts from 1. 1 of 1 is all of it. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** The part of a sorted list that is a shard's: every n-th, since names that begin alike often lie alike. Pure. */
export const inShard = <Each>(sorted: readonly Each[], { index, of }: Shard): Each[] =>
  sorted.filter((_, at) => at % of === index - 1)

/**
 * The shard that `--shard i/n` names; else the one that a batch engine has put into the environment; else all. Throws
 * UsageError for what is no shard. Pure.
 */
export function readShard(
  typed: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Shard {
  if (typed !== undefined) return typedShard(typed)
  for (const { variable, read } of engines) {
    const value = environment[variable]
    if (value !== undefined && value !== '') return read(whole(variable, value), environment)
  }
  return { index: 1, of: 1 }
}

function typedShard(typed: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(typed.trim()) ?? []
  if (index === undefined || of === undefined)
    throw new UsageError(`--shard ${typed} is no shard.`, 'Write it as --shard 2/8: the second of eight.')
  return checked({ index: Number(index), of: Number(of) }, `--shard ${typed}`)
}

interface Engine {
  readonly variable: string
  readonly read: (index: number, environment: Readonly<Record<string, string | undefined>>) => Shard
}

/** In the order in which they are asked: a Slurm job may run within a pod or a pipeline, not the other way round. */
const engines: readonly Engine[] = [
  { variable: 'SLURM_ARRAY_TASK_ID', read: ofSlurm },
  {
    // Kubernetes counts from 0, and tells a pod nothing of how many there are.
    variable: 'JOB_COMPLETION_INDEX',
    read: (index, environment) => {
      const of = needed(
        environment,
        'JOB_COMPLETIONS',
        'JOB_COMPLETION_INDEX',
        'Set it in the manifest, to the number of completions.',
      )
      return checked({ index: index + 1, of }, `JOB_COMPLETION_INDEX ${index} of ${of}`)
    },
  },
  {
    variable: 'CI_NODE_INDEX',
    read: (index, environment) => {
      const of = needed(environment, 'CI_NODE_TOTAL', 'CI_NODE_INDEX', 'Set it to the number of nodes.')
      return checked({ index, of }, `CI_NODE_INDEX ${index} of ${of}`)
    },
  },
]

/** Source: sbatch(1), "Job array support". A range may begin anywhere and go in steps, but a shard has to lie in one. */
function ofSlurm(id: number, environment: Readonly<Record<string, string | undefined>>): Shard {
  const next = 'Submit it with --array=1-8 for eight shards, or name the shard with --shard.'
  const from = needed(environment, 'SLURM_ARRAY_TASK_MIN', 'SLURM_ARRAY_TASK_ID', next)
  const to = needed(environment, 'SLURM_ARRAY_TASK_MAX', 'SLURM_ARRAY_TASK_ID', next)
  const of = needed(environment, 'SLURM_ARRAY_TASK_COUNT', 'SLURM_ARRAY_TASK_ID', next)
  const step = of > 1 ? (to - from) / (of - 1) : 1
  if (!Number.isInteger(step) || step < 1 || (id - from) % step !== 0)
    throw new UsageError(
      `The job array's ${of} tasks from ${from} to ${to} are not evenly numbered, so that task ${id} is no shard of them.`,
      next,
    )
  return checked({ index: (id - from) / step + 1, of }, `SLURM_ARRAY_TASK_ID ${id}`)
}

function needed(
  environment: Readonly<Record<string, string | undefined>>,
  variable: string,
  beside: string,
  next: string,
): number {
  const value = environment[variable]
  if (value === undefined || value === '')
    throw new UsageError(`${beside} is set, but ${variable} is not: the number of shards is not known.`, next)
  return whole(variable, value)
}

function whole(variable: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new UsageError(
    `${variable} is ${JSON.stringify(value)}, which is no number.`,
    'Unset it, or name the shard with --shard.',
  )
}

function checked(shard: Shard, named: string): Shard {
  if (shard.of >= 1 && shard.index >= 1 && shard.index <= shard.of) return shard
  throw new UsageError(
    `${named} is no shard: they are numbered from 1 to the number of them.`,
    'Write --shard 1/8 for the first of eight.',
  )
}
