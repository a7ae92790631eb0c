import { expiryEveMillis, notedMicros, nowMicros } from '../clock.ts'
import type { Delays } from '../judge/trial.ts'

/** Microseconds that somebody could not do what was due, since he began. */
export interface DelayReading {
  /** Ready to run and waiting for a core; by the thread's number. */
  readonly threads: ReadonlyMap<string, number>
  /** Waiting for a core, or busy with something else. */
  readonly harnessMicros: number
}

/** Tells for how long somebody was kept from running during a part of a call: only what comes after its cause excuses it. */
export class DelayWatch {
  private readonly read: () => DelayReading
  private readonly samples: { readonly atMicros: number; readonly reading: DelayReading }[] = []
  private readonly eve: NodeJS.Timeout | undefined

  /** Begins with the call. `expectedSeconds` is its timeout, if it has one. */
  constructor(read: () => DelayReading, expectedSeconds: number) {
    this.read = read
    this.mark()
    const eveMillis = expectedSeconds * 1000 - expiryEveMillis
    if (eveMillis > 0) this.eve = setTimeout(() => this.mark(), eveMillis)
  }

  /** Something has happened that the call may have been waiting for. */
  mark(): void {
    this.samples.push({ atMicros: nowMicros(), reading: this.read() })
  }

  /** The call is over. The function answers for the time from the last mark before `atMicros` on. */
  end(): (atMicros: number) => Delays {
    clearTimeout(this.eve)
    const last = this.read()
    return (atMicros) => {
      const from = this.samples.findLast((sample) => sample.atMicros <= atMicros + notedMicros)
      const first = (from ?? this.samples[0])?.reading ?? last
      // The thread that made the call is one of them: what others wait for meanwhile does not add up.
      const known = first.threads.size === 0 ? [] : [...last.threads]
      const lane = known.map(([thread, micros]) => micros - (first.threads.get(thread) ?? 0))
      return { laneMicros: Math.max(0, ...lane), harnessMicros: last.harnessMicros - first.harnessMicros }
    }
  }
}
