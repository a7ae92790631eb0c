import { chmod } from 'node:fs/promises'
import { nowMicros, quickRunMillis, wholeRunMillis } from '../clock.ts'
import { CannotConfine, failedToConfine } from '../confine/cannot-confine.ts'
import type { Verdict } from '../judge/evidence.ts'
import { type Janitor, openJanitor } from '../lanes/janitor.ts'
import type { Hello, Refusal } from '../lanes/lane.ts'
import { buildRecord } from '../record/build.ts'
import type { Record } from '../record/schema.ts'
import { type Profile, misdeclared } from '../variants.ts'
import { prepareWrapper } from '../wrappers/prepare.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import { defaultProfile, parseSpec, type WrapperSpec } from '../wrappers/spec.ts'
import type { Behaviour, Scenario } from './behaviour.ts'
import { execute, type Progress } from './execution.ts'
import { openFleet } from './fleet.ts'
import { defaultLanes } from './defaults.ts'
import { catalogueHash, decidedByDeclaration, select, type Selection } from './plan.ts'
import { programFleet } from '../programs/fleet.ts'
import { openPremises, type Premises } from './premises.ts'
import { type Extent, planPart } from './plan-part.ts'
import { settle } from './settle.ts'
import { loadFailure, type Verdicts } from './verdicts.ts'

/** Behaviours that are judged by themselves and have a record of their own. */
export interface RunPart {
  readonly selection: Selection
  readonly seed: number
  readonly progress: RunProgress
}

export interface SharedOptions extends Extent {
  /** What the user typed. */
  readonly spec: string
  readonly catalogue: readonly Scenario[]
  /** Absent: `defaultProfile`. */
  readonly profile?: Profile
  readonly python: string
  /** How many lanes at most; more make a run shorter and cost memory. Absent: as many as are worth their start. */
  readonly lanes?: number
  /** Never more than these, where as many as are worth their start would be more. */
  readonly mostLanes?: number
  /** After so long no trial begins any more, and what is not decided by then is inconclusive; absent: no limit. */
  readonly seconds?: number
  /** The user's working folder, absolute. */
  readonly folder: string
  /** What runs side by side share, to be closed by whoever opened it; absent: the run opens its own. */
  readonly premises?: Premises
  /** What the wrapper's own processes are started as, not those that it is run beside; absent: as they are. */
  readonly confine?: (command: LaneCommand) => LaneCommand
  /** Where Unix-domain sockets meet, absolute; absent: the run's scratch folder. Premises have their own. */
  readonly meeting?: string
}

export interface RunOptions extends RunPart, SharedOptions {}

export interface RunProgress extends Progress {
  planned(behaviours: readonly Behaviour[], trials: number): void
}

/** Nothing could start because of what was typed. */
export interface Refused {
  readonly kind: 'refused'
  readonly refusal: Refusal
}

export type RunResult = { readonly kind: 'record'; readonly record: Record } | Refused

/** One for each part, in their order. */
type PartsResult = { readonly kind: 'records'; readonly records: readonly Record[] } | Refused

/** Runs the catalogue over one wrapper. Leaves no process, no port and no file behind, however it ends. */
export async function run(options: RunOptions): Promise<RunResult> {
  const result = await runParts(options, [options])
  if (result.kind === 'refused') return result
  const [record] = result.records
  if (!record) throw new Error('a part without a record')
  return { kind: 'record', record }
}

/** Runs several parts of the catalogue side by side over the same processes of one wrapper, and is otherwise like `run`. */
export async function runParts(options: SharedOptions, parts: readonly RunPart[]): Promise<PartsResult> {
  const parsed = parseSpec(options.spec)
  if (parsed.kind === 'refused') return parsed
  const janitor = await openJanitor().catch(noScratch)
  if ('what' in janitor) return { kind: 'refused', refusal: janitor }
  const premises = options.premises ?? (await openPremises(janitor, 1, options.meeting))
  try {
    // Who is confined may be another user, who has to reach what he is started with.
    if (options.confine) await chmod(janitor.scratch, 0o711)
    return await runOn(options, parts, parsed.spec, janitor, premises)
  } catch (error) {
    if (error instanceof CannotConfine)
      return { kind: 'refused', refusal: { what: error.what, next: error.next } }
    throw error
  } finally {
    if (!options.premises) await premises.close()
    await janitor.close()
  }
}

async function runOn(
  options: SharedOptions,
  asked: readonly RunPart[],
  spec: WrapperSpec,
  janitor: Janitor,
  { stage, references }: Premises,
): Promise<PartsResult> {
  const startedMicros = nowMicros()
  const startedAt = new Date().toISOString()
  const profile = options.profile ?? defaultProfile(spec)
  const parts = asked.map((part) => ({
    ...part,
    behaviours: select(options.catalogue, spec.kind === 'program' ? 'program' : 'wrapper', part.selection),
  }))
  type Part = (typeof parts)[number]
  let lanes = options.lanes ?? defaultLanes
  const records = (
    verdictsOf: (part: Part, index: number) => Verdicts,
    hello: Hello | undefined,
    noise: readonly string[],
  ): PartsResult => ({
    kind: 'records',
    records: parts.map((part, index) => {
      const { verdicts, outcomes } = verdictsOf(part, index)
      return buildRecord(part.behaviours, verdicts, outcomes, {
        spec: options.spec,
        python: options.python,
        hello,
        profile,
        seed: part.seed,
        trialFactor: options.trialFactor ?? 1,
        quick: options.quick === true,
        catalogue: catalogueHash(options.catalogue),
        lanes,
        startedAt,
        seconds: (nowMicros() - startedMicros) / 1e6,
        noise,
      })
    }),
  })
  const unloadable = (refusal: Refusal, hello?: Hello): PartsResult =>
    records(({ behaviours }) => loadFailure(behaviours, refusal), hello, [])

  const prepared = await prepareWrapper(
    spec,
    { ...options, untrusted: options.confine !== undefined },
    janitor.scratch,
  )
  if (prepared.kind === 'refused')
    return prepared.typed ? { kind: 'refused', refusal: prepared.refusal } : unloadable(prepared.refusal)
  lanes = options.lanes ?? Math.min(prepared.command.lanes ?? defaultLanes, options.mostLanes ?? Infinity)
  const command = options.confine?.(prepared.command) ?? prepared.command
  const fleet =
    spec.kind === 'program' ? programFleet(command, janitor) : await openFleet(command, lanes, janitor)
  if (fleet.kind === 'refused') {
    const failed = options.confine === undefined ? undefined : failedToConfine(fleet.refusal)
    if (failed !== undefined) return { kind: 'refused', refusal: failed }
    return fleet.typed ? { kind: 'refused', refusal: fleet.refusal } : unloadable(fleet.refusal)
  }

  try {
    const complaint = misdeclared(fleet.hello.variants)[0]
    if (complaint !== undefined) {
      const refusal = {
        what: `Its declaration cannot be read: ${complaint}.`,
        next: 'Mend the declared variants.',
      }
      return unloadable(refusal, fleet.hello)
    }
    const judged = parts.map(({ behaviours, seed, progress }) => {
      const declared = new Map<string, Verdict>()
      for (const behaviour of behaviours) {
        const verdict = decidedByDeclaration(behaviour, fleet.hello, profile)
        if (verdict) declared.set(behaviour.id, verdict)
      }
      const open = behaviours.filter(({ id }) => !declared.has(id))
      return { declared, open, planned: planPart(options.catalogue, open, seed, options), seed, progress }
    })
    const planned = judged.flatMap((part) => part.planned)
    // What is held for the whole run must not take lanes from the rest.
    const held = planned.filter(({ scenario }) => scenario.wholeRun).flatMap(({ inputs }) => inputs).length
    fleet.pool.setLimit(lanes + held)
    for (const part of judged) {
      const trials = part.planned.reduce((sum, { inputs }) => sum + inputs.length, 0)
      part.progress.planned(part.open, trials)
    }
    const venues = { subject: { ...fleet, stage }, references }
    const outcomes = await execute(judged, venues, {
      wholeRunMillis: options.quick === true ? quickRunMillis : wholeRunMillis,
      ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
    })
    const found = judged.map(({ open, declared }, index): Verdicts => {
      const ofPart = outcomes[index] ?? new Map()
      return { verdicts: new Map([...settle(open, ofPart), ...declared]), outcomes: ofPart }
    })
    return records((_, index) => found[index] ?? nothing, fleet.hello, fleet.noise())
  } finally {
    await fleet.pool.close()
  }
}

const nothing: Verdicts = { verdicts: new Map(), outcomes: new Map() }

const noScratch = (error: unknown): Refusal => ({
  what: `No temporary folder can be made: ${error instanceof Error ? error.message : String(error)}.`,
  next: 'Let TMPDIR name a folder that can be written to and has space left.',
})
