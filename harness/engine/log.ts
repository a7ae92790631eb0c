import { nowMicros } from '../clock.ts'
import type { Claim, TraceEvent } from '../judge/trial.ts'

/** A trial's trace would otherwise grow with its data; the beginning and the end tell the story. */
const mostEvents = 300

/** Collects what one trial leaves behind. */
export class TrialLog {
  readonly claims: Claim[] = []
  /** The steps of a sequence, each with what came of it, for people to read. */
  readonly script: string[] = []
  readonly startedAtMicros = nowMicros()
  /** Told that a peer has done or seen something. */
  onPeer = (): void => {}
  private readonly events: TraceEvent[] = []
  private dropped = 0
  private readonly ids: readonly string[]

  constructor(ids: readonly string[]) {
    this.ids = ids
  }

  note(who: TraceEvent['who'], what: string, atMicros = nowMicros(), untilMicros?: number): void {
    if (who === 'peer') this.onPeer()
    if (this.events.length >= mostEvents) {
      this.events.splice(mostEvents / 2, 1)
      this.dropped++
    }
    const event = { atMicros: atMicros - this.startedAtMicros, who, what }
    this.events.push(
      untilMicros === undefined ? event : { ...event, untilMicros: untilMicros - this.startedAtMicros },
    )
  }

  /** The call that was asked for at this moment, and has been noted, was to end in a timeout. */
  due(requestedAtMicros: number, timeoutSeconds: number): void {
    const atMicros = requestedAtMicros - this.startedAtMicros
    const at = this.events.findLastIndex((event) => event.who === 'wrapper' && event.atMicros === atMicros)
    const event = this.events[at]
    if (event) this.events[at] = { ...event, timeoutSeconds }
  }

  /** Begins the next step of the script; the function that it answers tells what came of it. */
  step(did: string): (came: string) => void {
    const at = this.script.push(did) - 1
    return (came) => {
      this.script[at] = `${did} → ${came}`
    }
  }

  /** In the order of time; what was left out is said. */
  trace(): TraceEvent[] {
    const ordered = this.events.toSorted((a, b) => a.atMicros - b.atMicros)
    if (this.dropped === 0) return ordered
    const at = ordered[mostEvents / 2]?.atMicros ?? 0
    return ordered.toSpliced(mostEvents / 2, 0, {
      atMicros: at,
      who: 'harness',
      what: `… ${this.dropped} more events …`,
    })
  }

  /** The behaviour that whatever happens now is about: the first without a claim, else the last. */
  subject(): string {
    const open = this.ids.find((id) => !this.claims.some((claim) => claim.of === id))
    return open ?? this.ids.at(-1) ?? 'nothing'
  }
}
