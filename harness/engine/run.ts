import { chmod } from 'node:fs/promises'
import { nowMicros, quickInputSeconds, quickRunMillis, wholeRunMillis } from '../clock.ts'
import { CannotConfine, failedToConfine } from '../confine/cannot-confine.ts'
import { quickShare } from '../trials/table.ts'
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
import { draw, drawAt, type Drawn } from './draw.ts'
import { execute, type Outcome, type Planned, type Progress } from './execution.ts'
import { openFleet } from './fleet.ts'
import { defaultLanes } from './defaults.ts'
import { catalogueHash, decidedByDeclaration, select, type Selection } from './plan.ts'
import { programFleet } from '../programs/fleet.ts'
import { openPremises, type Premises } from './premises.ts'
import { settle } from './settle.ts'

export interface RunOptions {
  /** What the user typed. */
  readonly spec: string
  readonly catalogue: readonly Scenario[]
  readonly selection: Selection
  /** Absent: `defaultProfile`. */
  readonly profile?: Profile
  readonly python: string
  /** How many lanes at most; more make a run shorter and cost memory. Absent: as many as are worth their start. */
  readonly lanes?: number
  /** Never more than these, where as many as are worth their start would be more. */
  readonly mostLanes?: number
  readonly seed: number
  /** Multiplies the trials of what is drawn; absent: 1. */
  readonly trialFactor?: number
  /** Tries as few inputs as tell something, and none that take long where others do. */
  readonly quick?: boolean
  /** After so long no trial begins any more, and what is not decided by then is inconclusive; absent: no limit. */
  readonly seconds?: number
  /** Replays this one input. */
  readonly path?: string
  /** The user's working folder, absolute. */
  readonly folder: string
  readonly progress: RunProgress
  /** What runs side by side share, to be closed by whoever opened it; absent: the run opens its own. */
  readonly premises?: Premises
  /** What the wrapper's own processes are started as, not those that it is run beside; absent: as they are. */
  readonly confine?: (command: LaneCommand) => LaneCommand
  /** Where Unix-domain sockets meet, absolute; absent: the run's scratch folder. Premises have their own. */
  readonly meeting?: string
}

export interface RunProgress extends Progress {
  planned(behaviours: readonly Behaviour[], trials: number): void
}

export type RunResult =
  | { readonly kind: 'record'; readonly record: Record }
  /** Nothing could start because of what was typed. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }

interface Verdicts {
  readonly verdicts: ReadonlyMap<string, Verdict>
  readonly outcomes: ReadonlyMap<string, Outcome>
}

/** Runs the catalogue over one wrapper. Leaves no process, no port and no file behind, however it ends. */
export async function run(options: RunOptions): Promise<RunResult> {
  const parsed = parseSpec(options.spec)
  if (parsed.kind === 'refused') return parsed
  const janitor = await openJanitor().catch(noScratch)
  if ('what' in janitor) return { kind: 'refused', refusal: janitor }
  const premises = options.premises ?? (await openPremises(janitor, 1, options.meeting))
  try {
    // Who is confined may be another user, who has to reach what he is started with.
    if (options.confine) await chmod(janitor.scratch, 0o711)
    return await runOn(options, parsed.spec, janitor, premises)
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
  options: RunOptions,
  spec: WrapperSpec,
  janitor: Janitor,
  { stage, references }: Premises,
): Promise<RunResult> {
  const startedMicros = nowMicros()
  const startedAt = new Date().toISOString()
  const profile = options.profile ?? defaultProfile(spec)
  const behaviours = select(
    options.catalogue,
    spec.kind === 'program' ? 'program' : 'wrapper',
    options.selection,
  )
  let lanes = options.lanes ?? defaultLanes
  const record = (
    { verdicts, outcomes }: Verdicts,
    hello: Hello | undefined,
    noise: readonly string[],
  ): RunResult => ({
    kind: 'record',
    record: buildRecord(behaviours, verdicts, outcomes, {
      spec: options.spec,
      python: options.python,
      hello,
      profile,
      seed: options.seed,
      trialFactor: options.trialFactor ?? 1,
      quick: options.quick === true,
      catalogue: catalogueHash(options.catalogue),
      lanes,
      startedAt,
      seconds: (nowMicros() - startedMicros) / 1e6,
      noise,
    }),
  })

  const prepared = await prepareWrapper(
    spec,
    { ...options, untrusted: options.confine !== undefined },
    janitor.scratch,
  )
  if (prepared.kind === 'refused')
    return prepared.typed
      ? { kind: 'refused', refusal: prepared.refusal }
      : record(loadFailure(behaviours, prepared.refusal), undefined, [])
  lanes = options.lanes ?? Math.min(prepared.command.lanes ?? defaultLanes, options.mostLanes ?? Infinity)
  const command = options.confine?.(prepared.command) ?? prepared.command
  const fleet =
    spec.kind === 'program' ? programFleet(command, janitor) : await openFleet(command, lanes, janitor)
  if (fleet.kind === 'refused') {
    const failed = options.confine === undefined ? undefined : failedToConfine(fleet.refusal)
    if (failed !== undefined) return { kind: 'refused', refusal: failed }
    if (fleet.typed) return { kind: 'refused', refusal: fleet.refusal }
    return record(loadFailure(behaviours, fleet.refusal), undefined, [])
  }

  try {
    const complaint = misdeclared(fleet.hello.variants)[0]
    if (complaint !== undefined) {
      const refusal = {
        what: `Its declaration cannot be read: ${complaint}.`,
        next: 'Mend the declared variants.',
      }
      return record(loadFailure(behaviours, refusal), fleet.hello, [])
    }
    const declared = new Map<string, Verdict>()
    for (const behaviour of behaviours) {
      const verdict = decidedByDeclaration(behaviour, fleet.hello, profile)
      if (verdict) declared.set(behaviour.id, verdict)
    }
    const open = behaviours.filter(({ id }) => !declared.has(id))
    const planned = plan(options, open)
    // What is held for the whole run must not take lanes from the rest.
    const held = planned.filter(({ scenario }) => scenario.wholeRun).flatMap(({ inputs }) => inputs).length
    fleet.pool.setLimit(lanes + held)
    options.progress.planned(
      open,
      planned.reduce((sum, { inputs }) => sum + inputs.length, 0),
    )
    const venues = { subject: { ...fleet, stage }, references }
    const outcomes = await execute(planned, options.seed, venues, options.progress, {
      wholeRunMillis: options.quick === true ? quickRunMillis : wholeRunMillis,
      ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
    })
    return record(
      { verdicts: new Map([...settle(open, outcomes), ...declared]), outcomes },
      fleet.hello,
      fleet.noise(),
    )
  } finally {
    await fleet.pool.close()
  }
}

const noScratch = (error: unknown): Refusal => ({
  what: `No temporary folder can be made: ${error instanceof Error ? error.message : String(error)}.`,
  next: 'Let TMPDIR name a folder that can be written to and has space left.',
})

/** A wrapper that cannot be loaded keeps no promise at all. */
function loadFailure(behaviours: readonly Behaviour[], refusal: Refusal): Verdicts {
  const verdicts = new Map<string, Verdict>()
  for (const { id } of behaviours) {
    const decisive = {
      key: '0:0',
      input: undefined,
      end: { kind: 'crash', call: 'loading it', happened: refusal.what },
      chargedTo: id,
      claims: [],
      trace: [],
      served: 0,
      tookMicros: 0,
    } as const
    const expected = 'the wrapper can be loaded'
    verdicts.set(id, {
      verdict: 'fail',
      cause: 'crash',
      expected,
      happened: refusal.what,
      hint: refusal.next,
      decisive,
    })
  }
  return { verdicts, outcomes: new Map() }
}

function drawQuickly(scenario: Scenario, seed: number): Drawn[] {
  const inputs = draw(scenario, seed, quickShare)
  const short = inputs.filter(({ input }) => scenario.takesSeconds(input) <= quickInputSeconds)
  return short.length > 0 ? short : inputs
}

/** The scenarios that decide the wanted behaviours, with their inputs. */
function plan(options: RunOptions, wanted: readonly Behaviour[]): Planned[] {
  return options.catalogue.flatMap((scenario) => {
    if (!scenario.behaviours.some((behaviour) => wanted.includes(behaviour))) return []
    if (options.path === undefined && options.quick === true)
      return [{ scenario, inputs: drawQuickly(scenario, options.seed) }]
    if (options.path === undefined)
      return [{ scenario, inputs: draw(scenario, options.seed, options.trialFactor) }]
    const drawn = drawAt(scenario, options.seed, options.path)
    return drawn ? [{ scenario, inputs: [drawn] }] : []
  })
}
