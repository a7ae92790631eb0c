import { totalsOf } from '../harness/record/build.ts'
import type { BehaviourResult, Record as RunRecord } from '../harness/record/schema.ts'
import { recordVersion } from '../harness/record/version.ts'

/** Made-up records, for the tests of reports. */

/** A behaviour that passes, unless said otherwise. */
export function sampleResult(id: string, rest: Partial<BehaviourResult> = {}): BehaviourResult {
  return {
    id,
    group: id.split('.')[0]!,
    level: 'must',
    tier: 1,
    verdict: 'pass',
    cause: null,
    says: `The wrapper does what ${id} says, and goes on doing so for as long as anybody looks.`,
    source: 'made up',
    expected: null,
    happened: null,
    hint: 'Do what the sentence says.',
    because: null,
    counterexample: null,
    rate: null,
    carriedOver: false,
    replay: null,
    trials: 10,
    samples: [],
    trace: [],
    ...rest,
  }
}

/** A behaviour that fails, with everything that a failure has. */
export const sampleFailure = (id: string, rest: Partial<BehaviourResult> = {}): BehaviourResult =>
  sampleResult(id, {
    verdict: 'fail',
    cause: 'early',
    expected: 'recv(16) times out after 500 ms (no earlier, and by 602 ms at the latest)',
    happened: 'it timed out after 400 ms, 100 ms too early',
    counterexample: { seconds: 0.5 },
    replay: `npm start -- run ./wrapper.ts --profile page --only ${id} --seed 42 --path 2:0`,
    trace: [
      { atMicros: 40, untilMicros: 610, who: 'wrapper', what: 'open() → ok' },
      { atMicros: 700, untilMicros: 1_300, who: 'wrapper', what: 'connect(127.0.0.1:40001) → ok' },
      { atMicros: 1_200, who: 'peer', what: 'accepted a connection' },
      { atMicros: 1_400, untilMicros: 1_500, who: 'wrapper', what: 'settimeout(0.5) → ok' },
      { atMicros: 1_600, untilMicros: 401_600, who: 'wrapper', what: 'recv(16) → timeout (TimeoutError)' },
      { atMicros: 200_000, who: 'peer', what: 'sent 8 bytes' },
    ],
    ...rest,
  })

export function sampleRecord(
  behaviours: readonly BehaviourResult[],
  rest: Partial<RunRecord> = {},
): RunRecord {
  return {
    version: recordVersion,
    wrapper: {
      spec: './wrapper.ts',
      name: 'wrapper',
      version: '1.0',
      language: 'typescript',
      features: null,
      stages: [],
      variants: null,
    },
    profile: 'page',
    seed: 42,
    catalogue: '0123456789abcdef',
    environment: {
      wouldblock: '0.1.0',
      node: 'v20.20.2',
      platform: 'linux',
      release: '6.18',
      cores: 2,
      lanes: 16,
      startedAt: '2026-01-01T00:00:00.000Z',
      seconds: 5.4,
    },
    effort: {
      trials: 640,
      trialSeconds: 212.5,
      longest: { id: 'timeout.recv.expires', seconds: 1.52 },
      scenarios: [],
    },
    noise: [],
    behaviours: [...behaviours],
    totals: totalsOf(behaviours.length, behaviours),
    ...rest,
  }
}
