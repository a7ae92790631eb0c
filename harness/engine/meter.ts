import { readFileSync, readdirSync } from 'node:fs'
import { nowMicros } from '../clock.ts'

/**
 * Resources of the wrapper's process, read from `/proc`, where a wrapper cannot forge them.
 * On a host without `/proc`, or for a lane without a process, every figure is undefined.
 */
export class ProcessMeter {
  private readonly folder: string | undefined

  constructor(pid: number | undefined) {
    this.folder = pid === undefined || process.platform !== 'linux' ? undefined : `/proc/${pid}`
  }

  /** True where figures can be had. */
  get works(): boolean {
    return this.descriptors() !== undefined
  }

  /** Starts a measurement; the function answers the share of the time since that some thread ran or was ready to. */
  startBusy(): () => number | undefined {
    const startedAt = nowMicros()
    const before = this.scheduledMicros()
    return () => {
      const after = this.scheduledMicros()
      if (before === undefined || after === undefined) return undefined
      return (after - before) / (nowMicros() - startedAt)
    }
  }

  /** How many descriptors are open. */
  descriptors(): number | undefined {
    return this.count('fd')
  }

  threads(): number | undefined {
    return this.count('task')
  }

  private count(of: 'fd' | 'task'): number | undefined {
    if (this.folder === undefined) return undefined
    try {
      return readdirSync(`${this.folder}/${of}`).length
    } catch {
      return undefined
    }
  }

  /** Time on a CPU and time spent waiting for one, of all threads. Under load a spinner mostly waits for a CPU. */
  private scheduledMicros(): number | undefined {
    if (this.folder === undefined) return undefined
    try {
      let nanos = 0
      for (const thread of readdirSync(`${this.folder}/task`)) {
        const [ran, waited] = readFileSync(`${this.folder}/task/${thread}/schedstat`, 'utf8').split(' ')
        nanos += Number(ran) + Number(waited)
      }
      return nanos / 1000
    } catch {
      return undefined
    }
  }
}
