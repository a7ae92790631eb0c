import type { RunProgress } from '../engine/run.ts'
import { nowMicros } from '../clock.ts'
import { grouped, plural, wholeSpanOf } from '../../reports/text/words.ts'

/**
 * Counts what a run is doing. Its callbacks run on the event loop that also measures, so they do nothing but count;
 * whoever shows the counts does so when there is time.
 */
export class Tally implements RunProgress {
  behaviours = 0
  trials = 0
  trialsDone = 0
  decidedCount = 0
  red = 0
  private readonly running = new Map<string, number>()
  private readonly startedMicros: number
  private readonly now: () => number

  constructor(now: () => number = nowMicros) {
    this.now = now
    this.startedMicros = now()
  }

  planned: RunProgress['planned'] = (behaviours, trials) => {
    this.behaviours = behaviours.length
    this.trials = trials
  }

  trialStarted: RunProgress['trialStarted'] = (scenario) => {
    const id = scenario.behaviours[0]?.id ?? ''
    this.running.set(id, (this.running.get(id) ?? 0) + 1)
  }

  trialEnded: RunProgress['trialEnded'] = (scenario) => {
    this.trialsDone++
    const id = scenario.behaviours[0]?.id ?? ''
    const left = (this.running.get(id) ?? 1) - 1
    if (left > 0) this.running.set(id, left)
    else this.running.delete(id)
  }

  decided: RunProgress['decided'] = (_id, verdict) => {
    this.decidedCount++
    if (verdict === 'fail' || verdict === 'untested') this.red++
  }

  /** `38 of 95 behaviours, 412 of 1,020 trials, none red, about 3 s left`. */
  counts(): string {
    const red = this.red === 0 ? 'none red' : `${grouped(this.red)} red`
    const left = this.secondsLeft()
    return [
      `${grouped(this.decidedCount)} of ${plural(this.behaviours, 'behaviour')}`,
      `${grouped(this.trialsDone)} of ${plural(this.trials, 'trial')}`,
      red,
      ...(left === undefined ? [] : [`about ${wholeSpanOf(left)} left`]),
    ].join(', ')
  }

  /** From 0 to 1. Trials that turned out pointless are never run, so either count may be the one that gets on. */
  share(): number {
    if (this.trials === 0) return 0
    return Math.min(1, Math.max(this.trialsDone / this.trials, this.decidedCount / (this.behaviours || 1)))
  }

  /** What is being tried now. */
  activity(): string {
    if (this.trials === 0) return 'starting the wrapper'
    const ids = [...this.running.keys()]
    // Repeats and shrinking are no trials of the plan.
    if (ids.length === 0) return 'repeating what is in doubt'
    const [first, second, ...rest] = ids
    const named = second === undefined ? first! : `${first}, ${second}`
    return rest.length === 0 ? named : `${named} and ${rest.length} more`
  }

  seconds(): number {
    return (this.now() - this.startedMicros) / 1e6
  }

  /** Undefined until there is something to go by. */
  private secondsLeft(): number | undefined {
    const share = this.share()
    const elapsed = this.seconds()
    if (elapsed < 1 || share === 0 || share === 1) return undefined
    return (elapsed * (1 - share)) / share
  }
}
