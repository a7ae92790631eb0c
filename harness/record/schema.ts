import { z } from 'zod'
import { recordVersion } from './version.ts'

/** The document of one run of the catalogue over one wrapper. Every report is made from records, and nothing else. */

export const verdicts = ['pass', 'fail', 'unsupported', 'untested', 'inconclusive'] as const
export const causes = [
  'wrong-result',
  'early',
  'late',
  'hang',
  'crash',
  'protocol',
  'lost-data',
  'leak',
  // Of what is not a failure of the wrapper:
  'wrapper',
  'host',
  'prerequisite',
  'noise',
  'void',
  'time',
  'bug',
] as const

const traceEvent = z.object({
  /** Microseconds since the trial began. */
  atMicros: z.number(),
  /** When a call returned; absent for moments, and for calls that never did. */
  untilMicros: z.number().optional(),
  /** Of a call that was to end in a timeout: after how long. */
  timeoutSeconds: z.number().optional(),
  who: z.enum(['wrapper', 'peer', 'harness']),
  what: z.string(),
})

const sample = z.object({
  call: z.string(),
  kind: z.enum(['expiry', 'wake-up', 'immediate', 'busy']),
  /** The timeout that was set; for expiries. */
  timeoutSeconds: z.number().optional(),
  /** By the adapter's clock; absent for wake-ups, which only the harness can time. */
  insideMicros: z.number().optional(),
  outsideMicros: z.number().optional(),
  /** For `busy`: share of the wait for which the process ran or was ready to run. */
  share: z.number().optional(),
})

const behaviourResult = z.object({
  id: z.string(),
  group: z.string(),
  level: z.enum(['must', 'should', 'note']),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  verdict: z.enum(verdicts),
  cause: z.enum(causes).nullable(),
  says: z.string(),
  source: z.string(),
  /** In one sentence each; null where there is nothing to tell. */
  expected: z.string().nullable(),
  happened: z.string().nullable(),
  hint: z.string(),
  /** The behaviour that has to be mended first, for `untested`. */
  because: z.string().nullable(),
  /** The smallest input that was found to fail. */
  counterexample: z.unknown().nullable(),
  /** What the decisive trial did, step by step, and what came of each; null where its input is no sequence. */
  script: z.array(z.string()).nullable().optional(),
  /** A rate below one: so many of so many repeats failed. */
  rate: z.object({ failed: z.number(), of: z.number() }).nullable(),
  /** True where only a lane that had served other trials before failed. */
  carriedOver: z.boolean(),
  /** The command that replays the decisive trial. */
  replay: z.string().nullable(),
  /** How many trials decided, repeats included. */
  trials: z.number().int(),
  samples: z.array(sample),
  /** Of the decisive trial; empty for a pass. */
  trace: z.array(traceEvent),
})

export const recordSchema = z.object({
  version: z.literal(recordVersion),
  wrapper: z.object({
    spec: z.string(),
    name: z.string().nullable(),
    version: z.string().nullable(),
    language: z.string().nullable(),
    /** Null where nothing is declared, which means the page's. */
    features: z.array(z.string()).nullable(),
    /** What the adapter can stage, whatever wrapper it hosts. */
    stages: z.array(z.string()),
    variants: z.record(z.string(), z.string()).nullable(),
  }),
  profile: z.string(),
  seed: z.number().int(),
  /** How many times the usual number of inputs was drawn; a record without it drew the usual number. */
  trialFactor: z.number().int().optional(),
  /** Only every `must`, on as few inputs as tell something. */
  quick: z.boolean().optional(),
  /** A hash of every behaviour's id and sentence, and of the trials that decide it. */
  catalogue: z.string(),
  environment: z.object({
    wouldblock: z.string(),
    node: z.string(),
    platform: z.string(),
    release: z.string(),
    cores: z.number().int(),
    lanes: z.number().int(),
    startedAt: z.string(),
    seconds: z.number(),
  }),
  /** What the run took: the sum over all trials, which overlap, and each scenario's share, the largest first. */
  effort: z.object({
    trials: z.number().int(),
    trialSeconds: z.number(),
    longest: z.object({ id: z.string(), seconds: z.number() }).nullable(),
    /** `id` is the first behaviour that the scenario decides; `repeats` are the trials that the judge asked for. */
    scenarios: z.array(
      z.object({
        id: z.string(),
        trials: z.number().int(),
        repeats: z.number().int(),
        seconds: z.number(),
        longestSeconds: z.number(),
      }),
    ),
  }),
  /** What was written where only the protocol belongs, and cost no call; at most 20 lines. */
  noise: z.array(z.string()),
  behaviours: z.array(behaviourResult),
  totals: z.object({
    planned: z.number().int(),
    pass: z.number().int(),
    fail: z.number().int(),
    unsupported: z.number().int(),
    untested: z.number().int(),
    inconclusive: z.number().int(),
  }),
})

export type Record = z.infer<typeof recordSchema>
export type BehaviourResult = z.infer<typeof behaviourResult>
export type Sample = z.infer<typeof sample>
