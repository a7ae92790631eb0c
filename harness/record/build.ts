import os from 'node:os'
import type { Behaviour } from '../engine/behaviour.ts'
import type { Outcome } from '../engine/execution.ts'
import type { Verdict } from '../judge/evidence.ts'
import type { Claim, Trial } from '../judge/trial.ts'
import type { Hello } from '../lanes/lane.ts'
import { version } from '../version.ts'
import type { BehaviourResult, Record, Sample } from './schema.ts'
import { defaultPython } from '../engine/defaults.ts'
import { recordVersion } from './version.ts'

/** One behaviour's part of a record. Pure. */
export function buildResult(
  behaviour: Behaviour,
  verdict: Verdict,
  outcome: Outcome | undefined,
  replay: (path: string) => string,
): BehaviourResult {
  const trials = outcome ? [...outcome.trials, ...outcome.rounds.flatMap((round) => round.trials)] : []
  const decisive = 'decisive' in verdict ? verdict.decisive : undefined
  const failed = verdict.verdict === 'fail' ? verdict : undefined
  const input = decisive?.input
  return {
    id: behaviour.id,
    group: behaviour.id.split('.')[0] ?? behaviour.id,
    level: behaviour.level,
    tier: behaviour.tier,
    verdict: verdict.verdict,
    cause: causeOf(verdict),
    says: behaviour.says,
    source: behaviour.source,
    expected: failed?.expected ?? null,
    happened: happenedOf(verdict),
    hint: failed?.hint ?? behaviour.hint,
    because: verdict.verdict === 'untested' ? verdict.because : null,
    counterexample: failed && input !== undefined ? jsonable(input) : null,
    script: failed && decisive?.script?.length ? [...decisive.script] : null,
    rate: failed?.rate ?? null,
    carriedOver: failed?.carriedOver ?? false,
    replay: decisive && outcome?.path !== undefined ? replay(outcome.path) : null,
    trials: trials.length,
    samples: trials.flatMap((trial) => samplesOf(behaviour.id, trial)),
    trace: decisive ? [...decisive.trace] : [],
  }
}

function causeOf(verdict: Verdict): BehaviourResult['cause'] {
  switch (verdict.verdict) {
    case 'pass':
      return null
    case 'untested':
      return 'prerequisite'
    case 'fail':
    case 'inconclusive':
    case 'unsupported':
      return verdict.cause
  }
}

function happenedOf(verdict: Verdict): string | null {
  switch (verdict.verdict) {
    case 'pass':
      return null
    case 'untested':
      return `not seen, because ${verdict.because} is not met`
    case 'fail':
    case 'inconclusive':
    case 'unsupported':
      return verdict.happened
  }
}

const samplesOf = (id: string, trial: Trial): Sample[] =>
  trial.claims.filter((claim) => claim.of === id).flatMap((claim) => sampleOf(claim) ?? [])

function sampleOf(claim: Claim): Sample | undefined {
  switch (claim.kind) {
    case 'fact':
      return undefined
    case 'expiry': {
      const { kind, call, timeoutSeconds, insideMicros, outsideMicros } = claim
      return { kind, call, timeoutSeconds, insideMicros, outsideMicros }
    }
    case 'immediate':
      return {
        kind: claim.kind,
        call: claim.call,
        insideMicros: claim.insideMicros,
        outsideMicros: claim.outsideMicros,
      }
    case 'wake-up':
      return { kind: claim.kind, call: claim.call, outsideMicros: claim.outsideMicros }
    case 'busy':
      return { kind: claim.kind, call: claim.call, share: claim.share }
  }
}

/** As JSON can hold it; numbers that it cannot are written out. */
function jsonable(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  )
  return text === undefined ? null : (JSON.parse(text) as unknown)
}

/** Counts the verdicts, and makes sure that none was lost. Throws if one was: the suite's own bug. */
export function totalsOf(planned: number, behaviours: readonly BehaviourResult[]): Record['totals'] {
  const count = (verdict: BehaviourResult['verdict']): number =>
    behaviours.filter((behaviour) => behaviour.verdict === verdict).length
  const totals = {
    planned,
    pass: count('pass'),
    fail: count('fail'),
    unsupported: count('unsupported'),
    untested: count('untested'),
    inconclusive: count('inconclusive'),
  }
  const judged = totals.pass + totals.fail + totals.unsupported + totals.untested + totals.inconclusive
  if (judged !== planned) throw new Error(`${planned} behaviours were planned and ${judged} have a verdict`)
  return totals
}

/** What a record needs beside the verdicts. */
export interface Circumstances {
  readonly spec: string
  readonly python: string
  readonly hello: Hello | undefined
  readonly profile: string
  readonly seed: number
  readonly trialFactor: number
  readonly quick: boolean
  readonly catalogue: string
  readonly lanes: number
  readonly startedAt: string
  readonly seconds: number
  readonly noise: readonly string[]
}

/** The document of a run. Throws if a planned behaviour has no verdict: the suite's own bug. */
export function buildRecord(
  planned: readonly Behaviour[],
  verdicts: ReadonlyMap<string, Verdict>,
  outcomes: ReadonlyMap<string, Outcome>,
  circumstances: Circumstances,
): Record {
  const { spec, hello, profile, seed, trialFactor, quick, catalogue, lanes, startedAt, seconds, noise } =
    circumstances
  const results = planned.flatMap((behaviour) => {
    const verdict = verdicts.get(behaviour.id)
    const replay = (path: string): string => replayCommand(circumstances, behaviour.id, path)
    return verdict ? [buildResult(behaviour, verdict, outcomes.get(behaviour.id), replay)] : []
  })
  return {
    version: recordVersion,
    wrapper: {
      spec,
      name: hello?.name ?? null,
      version: hello?.version ?? null,
      language: hello?.language ?? null,
      features: hello?.features ? [...hello.features] : null,
      stages: [...(hello?.stages ?? [])],
      variants: hello?.variants ? { ...hello.variants } : null,
    },
    profile,
    seed,
    trialFactor,
    quick,
    catalogue,
    environment: {
      wouldblock: version,
      node: process.version,
      platform: process.platform,
      release: os.release(),
      cores: os.availableParallelism(),
      lanes,
      startedAt,
      seconds,
    },
    effort: effortOf(planned, outcomes),
    noise: noise.slice(-mostNoise),
    behaviours: results,
    totals: totalsOf(planned.length, results),
  }
}

const mostNoise = 20

function effortOf(planned: readonly Behaviour[], outcomes: ReadonlyMap<string, Outcome>): Record['effort'] {
  const seen = new Set<Trial>()
  // Behaviours that are judged by the same calls share their trials.
  const unseen = (trials: readonly Trial[]): readonly Trial[] => {
    const some = trials.filter((trial) => !seen.has(trial))
    for (const trial of some) seen.add(trial)
    return some
  }
  const scenarios = planned.flatMap(({ id }) => {
    const outcome = outcomes.get(id)
    const trials = unseen(outcome?.trials ?? [])
    const repeats = unseen(outcome?.rounds.flatMap((round) => round.trials) ?? [])
    const seconds = [...trials, ...repeats].map(({ tookMicros }) => tookMicros / 1e6)
    if (seconds.length === 0) return []
    const longestSeconds = Math.max(...seconds)
    return [{ id, trials: trials.length, repeats: repeats.length, seconds: sum(seconds), longestSeconds }]
  })
  const longest = scenarios.toSorted((a, b) => b.longestSeconds - a.longestSeconds)[0]
  return {
    trials: seen.size,
    trialSeconds: sum(scenarios.map(({ seconds }) => seconds)),
    longest: longest ? { id: longest.id, seconds: longest.longestSeconds } : null,
    scenarios: scenarios.toSorted((a, b) => b.seconds - a.seconds),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** How this program is called: by its package's scripts here, by its name where it is installed. */
const program = import.meta.url.endsWith('.ts') ? 'npm start --' : 'npx wouldblock'

const quoted = (word: string): string =>
  /^[\w./:#@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

function replayCommand({ spec, python, profile, seed }: Circumstances, id: string, path: string): string {
  const interpreter = python === defaultPython ? '' : ` --python ${quoted(python)}`
  return `${program} run ${quoted(spec)}${interpreter} --profile ${profile} --only ${id} --seed ${seed} --path ${path}`
}
