import {
  leastTries,
  nowMicros,
  readinessMillis,
  readinessPauseMillis,
  signalMillis,
  sleep,
} from '../clock.ts'
import { HostCannot } from '../peers/peer.ts'
import { type Pending, TrialOver } from './calls.ts'
import type { Driver } from './driver.ts'
import type { TrialLog } from './log.ts'

/** `SIGUSR2` is counted by its handler, `SIGUSR1` raises in it (`signal-exceptions`). */
export type SignalName = 'SIGUSR1' | 'SIGUSR2'

/** Sends real signals to the wrapper's process: to that one alone, and never once it is gone. */
export class Signals {
  private readonly driver: Driver
  private readonly log: TrialLog
  private sent = 0

  constructor(driver: Driver, log: TrialLog) {
    this.driver = driver
    this.log = log
  }

  send(name: SignalName = 'SIGUSR2'): void {
    const { lane } = this.driver
    if (lane.pid === undefined) throw new HostCannot('signals need a process')
    // One that has ended is told by the call. Its number is not given out again before its exit has been read.
    if (!lane.usable) return
    process.kill(lane.pid, name)
    this.sent++
    if (this.sent <= mostNoted) this.log.note('harness', `sends ${name}`)
  }

  /** Sends signals, evenly spaced, until the call is over or `seconds` have passed. */
  async during(call: Pending, seconds: number): Promise<void> {
    const until = nowMicros() + seconds * 1e6
    while (call.settled() === undefined && nowMicros() < until) {
      await sleep(signalMillis)
      if (call.settled() === undefined) this.send()
    }
  }

  /** Makes sure that the handler has run: without that, the trial says nothing. */
  async areHandled(): Promise<void> {
    const until = nowMicros() + readinessMillis * 1000
    for (let tries = 1; ; tries++) {
      const { count = 0, status, text } = await this.driver.call('signals()', 'signals', [])
      if (status !== 'ok') {
        const happened = `signals() was answered ${status} ${text}`
        throw new TrialOver({ kind: 'protocol', call: 'signals()', happened })
      }
      if (count > 0) return
      if (nowMicros() > until && tries >= leastTries)
        throw new TrialOver({ kind: 'void', why: `none of ${this.sent} signals was handled` })
      await sleep(readinessPauseMillis)
    }
  }
}

/** A flood of them would hide the rest of a trace. */
const mostNoted = 5
