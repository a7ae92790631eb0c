import { expiryEveMillis, notedMicros, nowMicros } from '../clock.ts'
import type { Delays } from '../judge/trial.ts'

/** Tells for how long somebody was kept from running during a part of a call: only what comes after its cause excuses it. */
export class DelayWatch {
  private readonly read: () => Delays
  private readonly samples: { readonly atMicros: number; readonly delays: Delays }[] = []
  private readonly eve: NodeJS.Timeout | undefined

  /** Begins with the call. `expectedSeconds` is its timeout, if it has one. */
  constructor(read: () => Delays, expectedSeconds: number) {
    this.read = read
    this.mark()
    const eveMillis = expectedSeconds * 1000 - expiryEveMillis
    if (eveMillis > 0) this.eve = setTimeout(() => this.mark(), eveMillis)
  }

  /** Something has happened that the call may have been waiting for. */
  mark(): void {
    this.samples.push({ atMicros: nowMicros(), delays: this.read() })
  }

  /** The call is over. The function answers for the time from the last mark before `atMicros` on. */
  end(): (atMicros: number) => Delays {
    clearTimeout(this.eve)
    const last = this.read()
    return (atMicros) => {
      const from =
        this.samples.findLast((sample) => sample.atMicros <= atMicros + notedMicros) ?? this.samples[0]
      const { laneMicros, harnessMicros } = from?.delays ?? last
      // A thread that has ended since takes its own delays out of the sum.
      const own = Math.max(0, last.laneMicros - laneMicros)
      return { laneMicros: own, harnessMicros: last.harnessMicros - harnessMicros }
    }
  }
}
