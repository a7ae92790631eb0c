import {
  hangGraceMillis,
  hurryMillis,
  nowMicros,
  shrinkMillis,
  sleep,
  wholeRunMillis as usualRunMillis,
} from '../clock.ts'
import {
  type Demand,
  type Evidence,
  isForLater,
  isShared,
  type Round,
  type Verdict,
} from '../judge/evidence.ts'
import { judge } from '../judge/judge.ts'
import { proofAgainst } from '../judge/proof.ts'
import type { Trial } from '../judge/trial.ts'
import { unmadeTrial } from '../judge/unmade-trial.ts'
import type { Scenario } from './behaviour.ts'
import { type Drawn, shrink } from './draw.ts'
import { attempt } from './ground.ts'
import { carryOut, type Venues } from './rounds.ts'

/** What is going on, for whoever shows progress. */
export interface Progress {
  trialStarted(scenario: Scenario): void
  trialEnded(scenario: Scenario): void
  decided(id: string, verdict: Verdict['verdict']): void
}

export interface Planned {
  readonly scenario: Scenario
  readonly inputs: readonly Drawn[]
}

/** What came of one behaviour. */
export interface Outcome {
  readonly verdict: Verdict
  /** One for each input, then the repeats. */
  readonly trials: readonly Trial[]
  readonly rounds: readonly Round[]
  /** Where the decisive trial's input came from, for replaying. */
  readonly path: string | undefined
}

/** Two trials of a scenario that hung or crashed: the others would do the same, and each costs a deadline. */
const enoughCollapses = 2

/**
 * Runs the trials of all scenarios side by side and judges every behaviour. After so many `seconds` no trial begins any
 * more: what has not been found to fail by then is inconclusive.
 */
export async function execute(
  planned: readonly Planned[],
  seed: number,
  venues: Venues,
  progress: Progress,
  { wholeRunMillis = usualRunMillis, seconds = Infinity } = {},
): Promise<Map<string, Outcome>> {
  const { promise: runEnds, resolve: endRun } = withResolvers<void>()
  const outcomes = new Map<string, Outcome>()
  const limit: TimeLimit = { atMicros: nowMicros() + seconds * 1e6, gaveUp: false }
  const givingUp = seconds === Infinity ? undefined : setTimeout(giveUp, seconds * 1e3 + hangGraceMillis)
  function giveUp(): void {
    limit.gaveUp = true
    void venues.subject.pool.close()
  }
  const stages = planned.map(
    (plan) => new Performance(plan, seed, venues, progress, runEnds, outcomes, limit),
  )

  // The longest start first, so that the run is not prolonged by one that starts last; and before them those that want a
  // process of their own, as long as every process is new.
  const queue = stages
    .flatMap((stage) =>
      stage.plan.inputs.map((drawn) => ({
        stage,
        drawn,
        seconds: stage.plan.scenario.ownProcess ? Infinity : stage.plan.scenario.takesSeconds(drawn.input),
      })),
    )
    .toSorted((a, b) => (a.seconds === b.seconds ? 0 : b.seconds - a.seconds))
  const whole = queue.filter(({ stage }) => stage.plan.scenario.wholeRun)
  const others = queue.filter(({ stage }) => !stage.plan.scenario.wholeRun)

  const held = whole.map(({ stage, drawn }) => stage.try(drawn))
  await Promise.all([
    whole.length > 0 ? sleep(wholeRunMillis) : undefined,
    ...others.map(({ stage, drawn }) => stage.try(drawn)),
  ])
  endRun()
  await Promise.all(held)
  await Promise.all(stages.map((stage) => stage.judged))
  for (const stage of stages) await stage.judgeAlone()
  clearTimeout(givingUp)
  return outcomes
}

interface TimeLimit {
  /** No trial begins after this. */
  readonly atMicros: number
  /** Calls that were waited for even longer have been ended, and tell nothing. */
  gaveUp: boolean
}

/** One scenario on its way from inputs to verdicts. */
class Performance {
  readonly plan: Planned
  readonly judged: Promise<void>
  private readonly trials: Trial[] = []
  private readonly rounds: Round[] = []
  private readonly seed: number
  private readonly venues: Venues
  private readonly progress: Progress
  private readonly runEnds: Promise<void>
  private readonly outcomes: Map<string, Outcome>
  private readonly allTried: () => void
  private readonly limit: TimeLimit
  private tried = 0
  /** Trials were left out because the time was over. */
  private outOfTime = false
  /** The failed behaviour for whose sake trials were left out. */
  private cutShortBy: string | undefined
  private readonly startedAtMicros = nowMicros()
  private waiting: string[] = []

  constructor(
    plan: Planned,
    seed: number,
    venues: Venues,
    progress: Progress,
    runEnds: Promise<void>,
    outcomes: Map<string, Outcome>,
    limit: TimeLimit,
  ) {
    this.plan = plan
    this.seed = seed
    this.venues = venues
    this.progress = progress
    this.runEnds = runEnds
    this.outcomes = outcomes
    this.limit = limit
    const { promise, resolve } = withResolvers<void>()
    this.allTried = resolve
    this.judged = promise.then(() => this.judgeAll())
  }

  async try(drawn: Drawn): Promise<void> {
    const { scenario } = this.plan
    // The time may be over before anything begins, and the lanes gone with it.
    const trial = this.isOver()
      ? undefined
      : await attempt(this.venues.subject, {
          ...this.repeatOf(drawn),
          pointless: () => {
            const pointless = this.isHopeless()
            if (!pointless) this.progress.trialStarted(scenario)
            return pointless
          },
        })
    if (this.limit.gaveUp) this.outOfTime = true
    else if (trial) {
      this.trials.push(trial)
      this.progress.trialEnded(scenario)
    }
    if (++this.tried === this.plan.inputs.length) this.allTried()
  }

  /** What had to wait until nothing else ran. */
  async judgeAlone(): Promise<void> {
    for (const id of this.waiting) await this.decide(id, true)
  }

  private async judgeAll(): Promise<void> {
    await Promise.all(this.ids().map((id) => this.decide(id, false)))
  }

  private async decide(id: string, alone: boolean): Promise<void> {
    for (;;) {
      const judgement = judge(id, this.evidence())
      if (judgement.kind === 'verdict') {
        await this.conclude(id, judgement.verdict)
        return
      }
      const { demand } = judgement
      if (nowMicros() > this.limit.atMicros) return this.conclude(id, this.undecided())
      if (isForLater(demand) && !alone) {
        this.waiting.push(id)
        return
      }
      const drawn = this.plan.inputs.find((each) => each.key === demand.key)
      if (!drawn) throw new Error(`no input ${demand.key}`)
      const round = await this.ask(demand, drawn)
      if (this.limit.gaveUp) return this.conclude(id, this.undecided())
      if (!this.rounds.includes(round)) this.rounds.push(round)
    }
  }

  /** Behaviours that share trials share repeats: another may have asked for the same while this one waited. */
  private ask(demand: Demand, drawn: Drawn): Promise<Round> {
    const name = `${demand.kind} ${demand.key} ${isShared(demand) ? '' : `${demand.of} ${demand.at}`}`
    const asked = this.asked.get(name) ?? carryOut(demand, this.repeatOf(drawn), this.venues)
    this.asked.set(name, asked)
    return asked
  }

  private readonly asked = new Map<string, Promise<Round>>()

  private async conclude(id: string, found: Verdict): Promise<void> {
    const because = this.cutShortBy
    const unproven: Verdict =
      because !== undefined
        ? { verdict: 'untested', because, decisive: this.trials[0] ?? leftOut }
        : this.outOfTime
          ? this.undecided()
          : found
    const verdict = found.verdict === 'fail' ? found : unproven
    const { verdict: smallest, path } =
      verdict.verdict === 'fail' ? await this.smallest(id, verdict) : { verdict, path: undefined }
    const decisive = 'decisive' in smallest ? smallest.decisive.key : undefined
    this.outcomes.set(id, {
      verdict: smallest,
      trials: this.trials,
      rounds: this.rounds,
      path: path ?? decisive,
    })
    this.progress.decided(id, smallest.verdict)
  }

  /** The smallest input that fails in the same way, where finding it costs no deadlines. */
  private async smallest(
    id: string,
    failure: Extract<Verdict, { verdict: 'fail' }>,
  ): Promise<{ verdict: Verdict; path?: string }> {
    const proof = proofAgainst(id, failure.decisive)
    const lasting = failure.cause === 'hang' || failure.cause === 'crash' || failure.cause === 'late'
    if (!proof || lasting || failure.rate || failure.step !== undefined) return { verdict: failure }
    if (nowMicros() > this.limit.atMicros) return { verdict: failure }
    const stratum = Number(failure.decisive.key.split(':')[0])
    const drawn = this.plan.inputs.filter((each) => each.stratum === stratum)
    // An input that is replayed by its path is as small as it was; there is nothing before it to replay.
    if (drawn.some(({ key }, run) => key !== `${stratum}:${run}`)) return { verdict: failure }
    const results = drawn.map((each) => {
      const trial = this.trials.find((one) => one.key === each.key)
      return trial === undefined || proofAgainst(id, trial)?.cause !== failure.cause
    })
    let last = failure
    const shrunk = await shrink(
      this.plan.scenario,
      this.seed,
      stratum,
      results,
      async (input) => {
        const trial = await attempt(this.venues.subject, {
          ...this.repeatOf({ key: failure.decisive.key, stratum, input }),
        })
        const again = trial && proofAgainst(id, trial)
        if (again?.cause === failure.cause)
          last = { ...again, ...(failure.carriedOver ? { carriedOver: true } : {}) }
        return again?.cause !== failure.cause
      },
      shrinkMillis,
    )
    if (!shrunk) return { verdict: failure }
    return { verdict: { ...last, decisive: { ...last.decisive, input: shrunk.input } }, path: shrunk.key }
  }

  private undecided(): Verdict {
    const happened = 'the time that the run may take was over before this was decided'
    return { verdict: 'inconclusive', cause: 'time', happened, decisive: this.trials[0] ?? leftOut }
  }

  private isHopeless(): boolean {
    const collapsed = this.trials.filter(
      (trial) => trial.end.kind === 'hang' || trial.end.kind === 'crash',
    ).length
    if (collapsed >= enoughCollapses) return true
    if (this.isOver()) return true
    // Where points depend on it, what is tried must not depend on how busy the machine is; and there the limit bounds it.
    const mayHurry = this.limit.atMicros === Infinity
    if (mayHurry && nowMicros() - this.startedAtMicros > hurryMillis * 1000) {
      this.cutShortBy ??= this.failedNeed()
      if (this.cutShortBy !== undefined) return true
    }
    return this.ids().every((id) => this.trials.some((trial) => proofAgainst(id, trial) !== undefined))
  }

  private isOver(): boolean {
    this.outOfTime ||= nowMicros() >= this.limit.atMicros
    return this.outOfTime
  }

  /** A behaviour that has failed and that all that this scenario decides needs. */
  private failedNeed(): string | undefined {
    const failed = this.plan.scenario.behaviours.map(({ needs }) =>
      needs?.find((need) => this.outcomes.get(need)?.verdict.verdict === 'fail'),
    )
    return failed.includes(undefined) ? undefined : failed[0]
  }

  private repeatOf(drawn: Drawn) {
    return { scenario: this.plan.scenario, key: drawn.key, input: drawn.input, runEnds: this.runEnds }
  }

  private evidence(): Evidence {
    const isLateElsewhere = [...this.outcomes.values()].some(
      ({ verdict }) => verdict.verdict === 'fail' && verdict.cause === 'late',
    )
    return { trials: this.trials, rounds: this.rounds, isLateElsewhere }
  }

  private ids(): string[] {
    return this.plan.scenario.behaviours.map((behaviour) => behaviour.id)
  }
}

/** Stands for trials that were never made. */
const leftOut = unmadeTrial({ kind: 'void', why: 'it was not tried' })

/** Promise.withResolvers came with Node 22. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
