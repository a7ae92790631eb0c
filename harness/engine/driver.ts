import { hangGraceMillis, largeWord, insideExcessMicros, overdueMillis } from '../clock.ts'
import type { CallOutcome, Lane, PendingCall } from '../lanes/lane.ts'
import type { Declared } from '../variants.ts'
import { type Call, describeAnswer, type Pending, readCall, TrialOver } from './calls.ts'
import { type DelayReading, DelayWatch } from './delay-watch.ts'
import type { TrialLog } from './log.ts'
import type { Patience } from './patience.ts'

/** Makes calls through a lane, writes them to the trial's log, and ends the trial on a hang, a crash or a lie. */
export class Driver {
  readonly lane: Lane
  readonly log: TrialLog
  /** What the wrapper declares of itself. */
  readonly variants: Declared

  private readonly stretch: (by: 1 | -1) => void
  private readonly delays: () => DelayReading
  private readonly patience: () => Patience
  private readonly watches = new Set<DelayWatch>()
  private readonly large = new WeakSet<PendingCall>()
  private readonly begun = new Map<PendingCall, string>()
  private readonly told = new WeakSet<PendingCall>()

  /**
   * `stretch` is told when a call is so late that its lane can be taken for lost, and when it is over after all.
   * `delays` tells for how long the lane's process and the harness have been kept from running so far; `patience` is
   * had with a call that is overdue.
   */
  constructor(
    lane: Lane,
    log: TrialLog,
    variants: Declared,
    stretch: (by: 1 | -1) => void,
    delays: () => DelayReading,
    patience: () => Patience,
  ) {
    this.variants = variants
    this.lane = lane
    this.log = log
    this.stretch = stretch
    this.delays = delays
    this.patience = patience
    log.onPeer = () => {
      for (const watch of this.watches) watch.mark()
    }
  }

  /** Makes a call and waits until it is over. `expectedSeconds` is how long it may rightly take. */
  async call(name: string, operation: string, words: readonly string[], expectedSeconds = 0): Promise<Call> {
    const watch = this.watch(expectedSeconds)
    return this.finish(name, this.request(operation, words), expectedSeconds, watch)
  }

  /** Makes a call that may block; resolves once the adapter has announced it. It hangs only when asked to be over. */
  async begin(name: string, operation: string, words: readonly string[]): Promise<Pending> {
    const watch = this.watch(0)
    const pending = this.request(operation, words)
    // An adapter that never announces would otherwise hold its lane, and the run, for ever.
    const unannounced = setTimeout(() => pending.arm(0), hangGraceMillis)
    await pending.entered
    clearTimeout(unannounced)
    this.begun.set(pending, name)
    return {
      name,
      requestedAtMicros: pending.requestedAtMicros,
      settled: () => pending.settled(),
      over: (expectedSeconds = 0) => this.finish(name, pending, expectedSeconds, watch),
    }
  }

  /** Makes many calls at once, each on a thread or task of its own, and tells of none; resolves when all are over. */
  async crowd(operation: string, words: readonly string[], calls: number): Promise<void> {
    const pending = Array.from({ length: calls }, () => this.lane.call(`&${operation}`, words))
    for (const call of pending) call.arm(hangGraceMillis)
    await Promise.all(pending.map((call) => call.outcome))
  }

  /**
   * Lets the process end by itself, which is the last that it does. Whether it did so, of its own accord and without a
   * fault; one that is still there after `seconds` says so, and ends.
   */
  async leave(seconds: number): Promise<boolean> {
    const name = 'the end of the process'
    const pending = this.lane.call('leave', [String(seconds)])
    const outcome = await this.outcomeOf(pending, seconds)
    if (outcome.kind !== 'crash' || outcome.exitCode !== 0) {
      const stayed = await this.finish(name, pending, seconds, undefined)
      if (stayed.status === 'ok') return false
      const happened = `leave(${seconds}) was answered ${stayed.status} ${stayed.text}`
      throw new TrialOver({ kind: 'protocol', call: name, happened })
    }
    this.log.note('wrapper', 'the process has ended', pending.requestedAtMicros)
    return true
  }

  private request(operation: string, words: readonly string[]): PendingCall {
    const pending = this.lane.call(operation, words)
    if (words.some((word) => word.length > largeWord)) this.large.add(pending)
    return pending
  }

  private watch(expectedSeconds: number): DelayWatch {
    const watch = new DelayWatch(this.delays, expectedSeconds)
    this.watches.add(watch)
    return watch
  }

  private async finish(
    name: string,
    pending: PendingCall,
    expectedSeconds: number,
    watch: DelayWatch | undefined,
  ): Promise<Call> {
    const outcome = pending.settled() ?? (await this.outcomeOf(pending, expectedSeconds))
    switch (outcome.kind) {
      case 'reply': {
        const call = readCall(name, outcome, pending, this.large.has(pending))
        this.tell(`${name} → ${describeAnswer(call)}`, pending, call.repliedAtMicros)
        this.refuseLies(call)
        if (watch === undefined) return call
        this.watches.delete(watch)
        return { ...call, delaysSince: watch.end() }
      }
      case 'hang':
        this.tell(`${name} → never`, pending)
        throw new TrialOver({ kind: 'hang', call: name, waitedMicros: outcome.waitedMicros })
      case 'crash': {
        const last = outcome.standardError.trimEnd().split('\n').at(-1) ?? ''
        const how = outcome.signal === null ? `exit code ${outcome.exitCode}` : `signal ${outcome.signal}`
        this.tell(`${name} → the process ended (${how})`, pending)
        const happened = `the process ended during ${name} (${how})${last === '' ? '' : `: ${last.slice(0, 200)}`}`
        throw new TrialOver({ kind: 'crash', call: name, happened })
      }
      case 'protocol': {
        const happened = `${outcome.why}${outcome.quoted === '' ? '' : `: "${outcome.quoted}"`}`
        this.tell(`${name} → ${happened}`, pending)
        throw new TrialOver({ kind: 'protocol', call: name, happened })
      }
    }
  }

  /** The check is over. Calls that it has left waiting belong to its story. */
  tellWaiting(): void {
    for (const [call, name] of this.begun)
      if (call.settled() === undefined) this.tell(`${name} → still waiting`, call)
  }

  /** Once for each call, however often it is waited for. */
  private tell(what: string, call: PendingCall, untilMicros?: number): void {
    if (this.told.has(call)) return
    this.told.add(call)
    this.begun.delete(call)
    this.log.note('wrapper', what, call.requestedAtMicros, untilMicros)
  }

  private async outcomeOf(pending: PendingCall, expectedSeconds: number): Promise<CallOutcome> {
    pending.arm(expectedSeconds * 1000 + hangGraceMillis)
    let overdue = false
    let timer = setTimeout(
      () => {
        overdue = true
        this.stretch(1)
        const patience = this.patience()
        const look = (): void => {
          if (!patience.another()) return
          pending.arm(hangGraceMillis)
          timer = setTimeout(look, hangGraceMillis - overdueMillis)
        }
        timer = setTimeout(look, hangGraceMillis - 2 * overdueMillis)
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
