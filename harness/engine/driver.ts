import { hangGraceMillis, insideExcessMicros, overdueMillis } from '../clock.ts'
import { isAside } from '../lanes/calls-in-flight.ts'
import type { CallOutcome, Lane, PendingCall } from '../lanes/lane.ts'
import type { Declared } from '../variants.ts'
import { type Call, describeAnswer, type Pending, readCall, TrialOver } from './calls.ts'
import type { Delays } from '../judge/trial.ts'
import type { TrialLog } from './log.ts'

/** Makes calls through a lane, writes them to the trial's log, and ends the trial on a hang, a crash or a lie. */
export class Driver {
  readonly lane: Lane
  readonly log: TrialLog
  /** What the wrapper declares of itself. */
  readonly variants: Declared

  private readonly stretch: (by: 1 | -1) => void
  private readonly delays: (() => Delays) | undefined

  /**
   * `stretch` is told when a call is so late that its lane can be taken for lost, and when it is over after all.
   * `delays`, if given, tells for how long the lane's process and the harness have been kept from running so far.
   */
  constructor(
    lane: Lane,
    log: TrialLog,
    variants: Declared,
    stretch: (by: 1 | -1) => void,
    delays?: () => Delays,
  ) {
    this.variants = variants
    this.lane = lane
    this.log = log
    this.stretch = stretch
    this.delays = delays
  }

  /** Makes a call and waits until it is over. `expectedSeconds` is how long it may rightly take. */
  async call(name: string, operation: string, words: readonly string[], expectedSeconds = 0): Promise<Call> {
    const before = this.delays?.()
    return this.finish(name, this.lane.call(operation, words), expectedSeconds, before)
  }

  /** Makes a call that may block; resolves once the adapter has announced it. It hangs only when asked to be over. */
  async begin(name: string, operation: string, words: readonly string[]): Promise<Pending> {
    const before = this.delays?.()
    const pending = this.lane.call(operation, words)
    // An adapter that never announces would otherwise hold its lane, and the run, for ever.
    const unannounced = setTimeout(() => pending.arm(0), hangGraceMillis)
    await pending.entered
    clearTimeout(unannounced)
    // It may never be over, and then explains the others.
    if (isAside(operation))
      this.log.note('wrapper', `${name} begins, on a thread of its own`, pending.requestedAtMicros)
    return {
      name,
      requestedAtMicros: pending.requestedAtMicros,
      settled: () => pending.settled(),
      over: (expectedSeconds = 0) => this.finish(name, pending, expectedSeconds, before),
    }
  }

  private async finish(
    name: string,
    pending: PendingCall,
    expectedSeconds: number,
    before: Delays | undefined,
  ): Promise<Call> {
    const outcome = pending.settled() ?? (await this.outcomeOf(pending, expectedSeconds))
    switch (outcome.kind) {
      case 'reply': {
        const call = readCall(name, outcome, pending)
        this.log.note(
          'wrapper',
          `${name} → ${describeAnswer(call)}`,
          call.requestedAtMicros,
          call.repliedAtMicros,
        )
        this.refuseLies(call)
        const after = this.delays?.()
        if (before === undefined || after === undefined) return call
        const laneMicros = after.laneMicros - before.laneMicros
        return { ...call, delays: { laneMicros, harnessMicros: after.harnessMicros - before.harnessMicros } }
      }
      case 'hang':
        this.log.note('wrapper', `${name} → never`, pending.requestedAtMicros)
        throw new TrialOver({ kind: 'hang', call: name, waitedMicros: outcome.waitedMicros })
      case 'crash': {
        const last = outcome.standardError.trimEnd().split('\n').at(-1) ?? ''
        const how = outcome.signal === null ? `exit code ${outcome.exitCode}` : `signal ${outcome.signal}`
        this.log.note('wrapper', `${name} → the process ended (${how})`, pending.requestedAtMicros)
        const happened = `the process ended during ${name} (${how})${last === '' ? '' : `: ${last.slice(0, 200)}`}`
        throw new TrialOver({ kind: 'crash', call: name, happened })
      }
      case 'protocol': {
        const happened = `${outcome.why}${outcome.quoted === '' ? '' : `: "${outcome.quoted}"`}`
        this.log.note('wrapper', `${name} → ${happened}`, pending.requestedAtMicros)
        throw new TrialOver({ kind: 'protocol', call: name, happened })
      }
    }
  }

  private async outcomeOf(pending: PendingCall, expectedSeconds: number): Promise<CallOutcome> {
    pending.arm(expectedSeconds * 1000 + hangGraceMillis)
    let overdue = false
    const timer = setTimeout(
      () => {
        overdue = true
        this.stretch(1)
      },
      expectedSeconds * 1000 + overdueMillis,
    )
    const outcome = await pending.outcome
    clearTimeout(timer)
    if (overdue) this.stretch(-1)
    return outcome
  }

  /** No call can last longer inside the adapter than from before its request to after its reply. */
  private refuseLies(call: Call): void {
    if (call.insideMicros <= call.outsideMicros + insideExcessMicros(call.outsideMicros)) return
    const happened = `the adapter says that ${call.name} took ${call.insideMicros} µs, but it was over after ${call.outsideMicros} µs`
    throw new TrialOver({ kind: 'protocol', call: call.name, happened })
  }
}
