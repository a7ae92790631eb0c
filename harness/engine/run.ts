import { chmod } from 'node:fs/promises'
import { nowMicros, quickRunMillis, wholeRunMillis } from '../clock.ts'
import type { Verdict } from '../judge/evidence.ts'
import { openJanitor } from '../lanes/janitor.ts'
import type { Refusal } from '../lanes/lane.ts'
import { buildRecord } from '../record/build.ts'
import type { Record } from '../record/schema.ts'
import type { Profile } from '../variants.ts'
import { defaultProfile, parseSpec } from '../wrappers/spec.ts'
import type { Behaviour, Scenario } from './behaviour.ts'
import { execute, type Progress } from './execution.ts'
import type { Fleet } from './fleet.ts'
import { catalogueHash, decidedByDeclaration, select, type Selection } from './plan.ts'
import { type Extent, planPart } from './plan-part.ts'
import { openPremises, type Premises } from './premises.ts'
import { settle } from './settle.ts'
import { openSubject, type Refused, type SubjectOptions } from './subject.ts'
import { loadFailure, type Verdicts } from './verdicts.ts'

/** Behaviours that are judged by themselves and have a record of their own. */
export interface RunPart {
  readonly selection: Selection
  readonly seed: number
  readonly progress: RunProgress
}

export interface SharedOptions extends Extent, SubjectOptions {
  /** What the user typed. */
  readonly spec: string
  readonly catalogue: readonly Scenario[]
  /** Absent: `defaultProfile`. */
  readonly profile?: Profile
  /** After so long no trial begins any more, and what is not decided by then is inconclusive; absent: no limit. */
  readonly seconds?: number
  /** What runs side by side share, to be closed by whoever opened it; absent: the run opens its own. */
  readonly premises?: Premises
  /** Where Unix-domain sockets meet, absolute; absent: the run's scratch folder. Premises have their own. */
  readonly meeting?: string
}

export interface RunOptions extends RunPart, SharedOptions {}

export interface RunProgress extends Progress {
  planned(behaviours: readonly Behaviour[], trials: number): void
}

export type RunResult = { readonly kind: 'record'; readonly record: Record } | Refused

/** Runs the catalogue over one wrapper. Leaves no process, no port and no file behind, however it ends. */
export async function run(options: RunOptions): Promise<RunResult> {
  let record: Record | undefined
  const result = await runParts(options, [options], (_, each) => {
    record = each
  })
  if (result.kind === 'refused') return result
  if (!record) throw new Error('a run without a record')
  return { kind: 'record', record }
}

/**
 * Runs several parts of the catalogue, one after the other over the same processes of one wrapper, and is otherwise like
 * `run`. `judged` is told of each part's record as soon as it is there, and waited for: what a wrapper learns of a later
 * part, no earlier one can tell.
 */
export async function runParts<Part extends RunPart>(
  options: SharedOptions,
  parts: readonly Part[],
  judged: (part: Part, record: Record) => Promise<void> | void,
): Promise<{ readonly kind: 'over' } | Refused> {
  const parsed = parseSpec(options.spec)
  if (parsed.kind === 'refused') return parsed
  const profile = options.profile ?? defaultProfile(parsed.spec)
  const kind = parsed.spec.kind === 'program' ? 'program' : 'wrapper'
  const endsAtMicros = nowMicros() + (options.seconds ?? Infinity) * 1e6
  const janitor = await openJanitor().catch(noScratch)
  if ('what' in janitor) return { kind: 'refused', refusal: janitor }
  const premises = options.premises ?? (await openPremises(janitor, 1, options.meeting))
  try {
    // Who is confined may be another user, who has to reach what he is started with.
    if (options.confine) await chmod(janitor.scratch, 0o711)
    let started = rightNow()
    const subject = await openSubject(parsed.spec, options, janitor)
    if (subject.kind === 'refused') return subject
    try {
      for (const part of parts) {
        const behaviours = select(options.catalogue, kind, part.selection)
        const { verdicts, outcomes } =
          subject.kind === 'unloadable'
            ? loadFailure(behaviours, subject.refusal)
            : await judge(behaviours, part, { ...options, ...subject, ...premises, profile, endsAtMicros })
        const record = buildRecord(behaviours, verdicts, outcomes, {
          spec: options.spec,
          python: options.python,
          hello: subject.kind === 'open' ? subject.fleet.hello : subject.hello,
          profile,
          seed: part.seed,
          trialFactor: options.trialFactor ?? 1,
          quick: options.quick === true,
          catalogue: catalogueHash(options.catalogue),
          lanes: subject.lanes,
          startedAt: started.at,
          seconds: (nowMicros() - started.micros) / 1e6,
          noise: subject.kind === 'open' ? subject.fleet.noise() : [],
        })
        await judged(part, record)
        started = rightNow()
      }
    } finally {
      if (subject.kind === 'open') await subject.fleet.pool.close()
    }
    return { kind: 'over' }
  } finally {
    if (!options.premises) await premises.close()
    await janitor.close()
  }
}

const rightNow = () => ({ micros: nowMicros(), at: new Date().toISOString() })

interface Circumstances extends SharedOptions, Premises {
  readonly fleet: Fleet
  readonly lanes: number
  readonly profile: Profile
  readonly endsAtMicros: number
}

async function judge(
  behaviours: readonly Behaviour[],
  { seed, progress }: RunPart,
  { catalogue, fleet, lanes, profile, stage, references, endsAtMicros, ...extent }: Circumstances,
): Promise<Verdicts> {
  const declared = new Map<string, Verdict>()
  for (const behaviour of behaviours) {
    const verdict = decidedByDeclaration(behaviour, fleet.hello, profile)
    if (verdict) declared.set(behaviour.id, verdict)
  }
  const open = behaviours.filter(({ id }) => !declared.has(id))
  const planned = planPart(catalogue, open, seed, extent)
  // What is held for the whole run must not take lanes from the rest.
  const held = planned.filter(({ scenario }) => scenario.wholeRun).flatMap(({ inputs }) => inputs).length
  fleet.pool.setLimit(lanes + held)
  progress.planned(
    open,
    planned.reduce((sum, { inputs }) => sum + inputs.length, 0),
  )
  const outcomes = await execute(planned, seed, { subject: { ...fleet, stage }, references }, progress, {
    wholeRunMillis: extent.quick === true ? quickRunMillis : wholeRunMillis,
    seconds: Math.max(0, endsAtMicros - nowMicros()) / 1e6,
  })
  return { verdicts: new Map([...settle(open, outcomes), ...declared]), outcomes }
}

const noScratch = (error: unknown): Refusal => ({
  what: `No temporary folder can be made: ${error instanceof Error ? error.message : String(error)}.`,
  next: 'Let TMPDIR name a folder that can be written to and has space left.',
})
