import type { Compared, Skipped } from '../../reports/compare/comparison.ts'
import { findingsIn } from '../../reports/compare/findings.ts'
import { openPremises } from '../engine/premises.ts'
import { run } from '../engine/run.ts'
import { sideBySide } from '../engine/side-by-side.ts'
import { openJanitor } from '../lanes/janitor.ts'
import type { Refusal } from '../lanes/lane.ts'
import { amended, doubtful } from '../record/amend.ts'
import type { Record as RunRecord } from '../record/schema.ts'
import type { Contender } from './compare-plan.ts'
import { showComparison } from './compare-progress.ts'
import { endWhenInterrupted } from './interrupt.ts'
import { wantsColour } from './output.ts'
import type { PlannedRun } from './plan-runs.ts'

export interface ContenderRun extends Contender {
  readonly planned: PlannedRun
}

export interface CompareResult {
  readonly compared: readonly Compared[]
  /** Those that could not be started, and why. */
  readonly skipped: readonly Skipped[]
}

export interface CompareRunOptions {
  /** How many run at a time. */
  readonly atOnce: number
  readonly quiet: boolean
  readonly colour: boolean
  /** A library that cannot be loaded is not installed, rather than wrong. */
  readonly all: boolean
}

/** Runs them, some at a time, on the same peers and beside the same references, with the progress shown. */
export async function compareWrappers(
  runs: readonly ContenderRun[],
  { atOnce, quiet, colour, all }: CompareRunOptions,
): Promise<CompareResult> {
  const shown = showComparison(process.stderr, runs.length, {
    quiet,
    colour: wantsColour(process.stderr, colour),
  })
  const heedNoMore = endWhenInterrupted(shown.close)
  const janitor = await openJanitor()
  const premises = await openPremises(janitor, atOnce)
  const ended = new Map<ContenderRun, RunRecord | Refusal>()
  try {
    await sideBySide(runs, atOnce, async (each) => {
      const line = shown.begin(each.name)
      const result = await run({ ...each.planned, premises, progress: line.progress })
      const outcome = result.kind === 'record' ? result.record : result.refusal
      const refusal = 'what' in outcome ? outcome : all ? whyNotLoaded(outcome) : undefined
      ended.set(each, refusal ?? outcome)
      line.end('what' in outcome ? undefined : outcome, refusal)
    })
    // Side by side they are each other's noise: what that may have decided is looked at again, one wrapper after the other.
    for (const each of Math.min(atOnce, runs.length) > 1 ? runs : []) {
      const record = ended.get(each)
      if (record === undefined || 'what' in record) continue
      const only = doubtful(record.behaviours).filter((id) => !Object.hasOwn(each.findings ?? {}, id))
      if (only.length === 0) continue
      const line = shown.again(each.name, only.length)
      const selection = { only, level: undefined }
      const result = await run({ ...each.planned, selection, premises, progress: line.progress })
      if (result.kind === 'record') ended.set(each, amended(record, result.record))
      line.end(result.kind === 'record' ? result.record : undefined, undefined)
    }
  } finally {
    await premises.close()
    await janitor.close()
    shown.close()
    heedNoMore()
  }
  return {
    compared: runs.flatMap((each) => {
      const record = ended.get(each)
      return record === undefined || 'what' in record
        ? []
        : [{ name: each.name, record, findings: findingsIn(each, record.behaviours) }]
    }),
    skipped: runs.flatMap((each) => {
      const refusal = ended.get(each)
      return refusal === undefined || !('what' in refusal)
        ? []
        : [{ name: each.name, reason: reasonOf(refusal, each) }]
    }),
  }
}

/** A refusal may name the wrapper already. */
function reasonOf({ what, next }: Refusal, { name, packages }: Contender): string {
  const why = (what.startsWith(`${name}: `) ? what.slice(name.length + 2) : what).replace(/\.?$/, '.')
  return `${why} ${packages === undefined ? next : `On Debian: apt-get install ${packages.join(' ')}`}`
}

/** Of a record in which nothing was tried, since the adapter never came to say hello. */
function whyNotLoaded({ wrapper, behaviours }: RunRecord): Refusal | undefined {
  const [first] = behaviours
  if (wrapper.name !== null || first?.cause !== 'crash' || behaviours.some(({ trials }) => trials > 0))
    return undefined
  return { what: first.happened ?? '', next: first.hint }
}
