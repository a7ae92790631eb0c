import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../suites/catalogue.ts'
import { parseSpec } from './wrappers/spec.ts'
import { defaultLanes, defaultPython } from './engine/defaults.ts'
import { select, selectsAll } from './engine/plan.ts'
import { run } from './engine/run.ts'
import type { BehaviourResult } from './record/schema.ts'
import type { Profile } from './variants.ts'

export interface ConformanceOptions {
  /** As on the command line: `./my_socket.ts`, `./my_socket.py#Class`, `python:module#Class`, `exec:./adapter` … */
  readonly wrapper: string
  /** Absent: `page`, or `declared` for `exec:`. */
  readonly profile?: Profile
  /** Globs over ids; absent: all. */
  readonly only?: readonly string[]
  /** Globs over ids that are left out. */
  readonly except?: readonly string[]
  /** Default: `python3`. */
  readonly python?: string
  readonly lanes?: number
  /** Every `must` alone, on the fewest inputs that tell something. */
  readonly quick?: boolean
  /** Default: drawn anew for every run, and printed with every failure. */
  readonly seed?: number
}

/**
 * Registers one vitest test for each behaviour. All of them run at once, before the first test reports, since their
 * waits overlap. A failure, an untested and an inconclusive behaviour fail their test, an unsupported one is skipped,
 * and a `should` that is not met only warns.
 *
 * @throws Error if the spec cannot be read, or if `only` matches nothing
 */
export function conformance(options: ConformanceOptions): void {
  const parsed = parseSpec(options.wrapper)
  if (parsed.kind === 'refused') throw new Error(`${parsed.refusal.what} ${parsed.refusal.next}`)
  const selection = {
    ...selectsAll,
    only: options.only ?? [],
    except: options.except ?? [],
    ...(options.quick === true ? { level: 'must' as const } : {}),
  }
  const behaviours = select(catalogue, parsed.spec.kind === 'program' ? 'program' : 'wrapper', selection)
  if (behaviours.length === 0)
    throw new Error(`no behaviour matches ${selection.only.join(', ')}: see \`wouldblock list\``)

  describe(options.wrapper, () => {
    let results: ReadonlyMap<string, BehaviourResult> = new Map()

    // Every call has a deadline of the harness's own, so vitest's clock must never be the one that fires.
    beforeAll(async () => {
      const result = await run({
        spec: options.wrapper,
        catalogue,
        selection,
        ...(options.quick === true ? { quick: true } : {}),
        ...(options.profile === undefined ? {} : { profile: options.profile }),
        python: options.python ?? defaultPython,
        lanes: options.lanes ?? defaultLanes,
        seed: options.seed ?? Math.floor(Math.random() * 2 ** 31),
        folder: process.cwd(),
        progress: { planned() {}, trialStarted() {}, trialEnded() {}, decided() {} },
      })
      if (result.kind === 'refused') throw new Error(`${result.refusal.what} ${result.refusal.next}`)
      results = new Map(result.record.behaviours.map((behaviour) => [behaviour.id, behaviour]))
    }, 0)

    for (const { id, says } of behaviours) {
      test(`${id}: ${says}`, (context) => {
        const result = results.get(id)
        if (!result) throw new Error(`${id} has no verdict: this is a bug of wouldblock`)
        if (result.verdict === 'pass' || result.level === 'note') return
        const text = explain(result)
        if (result.verdict === 'unsupported') context.skip(text)
        if (result.level === 'should') console.warn(text)
        else expect.fail(text)
      })
    }
  })
}

/** What a failed test says: enough to mend the wrapper without running anything else. */
function explain(result: BehaviourResult): string {
  const { id, says, verdict, cause, expected, happened, hint, counterexample, script, replay } = result
  return [
    `${id}: ${verdict}${cause === null ? '' : ` (${cause})`}`,
    says,
    expected === null ? undefined : `expected:  ${expected}`,
    happened === null ? undefined : `happened:  ${happened}`,
    script ? `script:    ${script.join(' · ')}` : undefined,
    counterexample === null || script ? undefined : `with:      ${JSON.stringify(counterexample)}`,
    `hint:      ${hint}`,
    replay === null ? undefined : `replay:    ${replay}`,
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
