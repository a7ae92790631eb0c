import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { nowMicros } from '../clock.ts'
import type { DelayReading } from './delay-watch.ts'
import { HostCannot } from '../peers/peer.ts'

/**
 * Resources of the wrapper's process, read from `/proc`, where a wrapper cannot forge them.
 * On a host without `/proc`, or for a lane without a process, every reading throws HostCannot.
 */
export class ProcessMeter {
  private readonly folder: string | undefined
  private readonly leader: OpenSchedstat | undefined

  constructor(pid: number | undefined) {
    this.folder = pid === undefined || process.platform !== 'linux' ? undefined : `/proc/${pid}`
    if (this.folder !== undefined) this.leader = new OpenSchedstat(`${this.folder}/schedstat`)
  }

  /** Lets go of what is kept open. */
  close(): void {
    this.leader?.close()
  }

  /** Starts a measurement; the function answers the share of the time since that some thread ran or was ready to. */
  startBusy(): () => number {
    const startedAt = nowMicros()
    const before = this.scheduledMicros()
    return () => (this.scheduledMicros() - before) / (nowMicros() - startedAt)
  }

  /** How many descriptors are open. */
  descriptors(): number {
    return this.read('fd', (folder) => readdirSync(folder).length)
  }

  threads(): number {
    return this.read('task', (folder) => readdirSync(folder).length)
  }

  /** As `delays`, of the process's first thread alone, which makes the calls of most wrappers: cheap enough for every call. */
  leaderDelays(): DelayReading {
    const leader = this.leader?.nanos()
    return {
      threads: new Map(leader === undefined ? [] : [['leader', leader[1] / 1000]]),
      harnessMicros: harnessMicros(),
    }
  }

  /** For how long each thread of this process has been kept from running so far, and the harness from attending. */
  delays(): DelayReading {
    const threads = new Map<string, number>()
    try {
      this.read('task', (folder) => {
        for (const thread of readdirSync(folder))
          threads.set(thread, scheduledNanos(`${folder}/${thread}/schedstat`)[1] / 1000)
        return 0
      })
    } catch {
      // The process is gone, or there is no such thing here: nothing excuses it then.
    }
    return { threads, harnessMicros: harnessMicros() }
  }

  /** Time on a CPU and time spent waiting for one, of all threads. Under load a spinner mostly waits for a CPU. */
  private scheduledMicros(): number {
    return this.sum(([ran, waited]) => ran + waited)
  }

  private sum(of: (nanos: readonly [ran: number, waited: number]) => number): number {
    return this.read('task', (folder) => {
      let nanos = 0
      for (const thread of readdirSync(folder)) nanos += of(scheduledNanos(`${folder}/${thread}/schedstat`))
      return nanos / 1000
    })
  }

  private read(of: 'fd' | 'task', reading: (folder: string) => number): number {
    if (this.folder === undefined) throw new HostCannot('what a process uses can be read on Linux only')
    try {
      return reading(`${this.folder}/${of}`)
    } catch (error) {
      throw new HostCannot(`what a process uses cannot be read here: ${String(error)}`)
    }
  }
}

/** A `schedstat` that is read often: opened once, at the first reading. */
class OpenSchedstat {
  private readonly file: string
  private descriptor: number | undefined
  private closed = false
  private readonly text = Buffer.alloc(64)

  constructor(file: string) {
    this.file = file
  }

  /** Undefined where there is no such thing, or no such process any more. */
  nanos(): readonly [ran: number, waited: number] | undefined {
    try {
      if (this.closed) return undefined
      this.descriptor ??= openSync(this.file, 'r')
      const length = readSync(this.descriptor, this.text, 0, this.text.length, 0)
      return nanosIn(this.text.toString('latin1', 0, length))
    } catch {
      return undefined
    }
  }

  close(): void {
    this.closed = true
    if (this.descriptor !== undefined) closeSync(this.descriptor)
    this.descriptor = undefined
  }
}

/** Kept open for as long as the harness lives. */
const harness = new OpenSchedstat('/proc/self/schedstat')

/** For how long the harness could not attend to a reply: it waited for a core, or had something else to do. */
function harnessMicros(): number {
  const [ran, waited] = harness.nanos() ?? [0, 0]
  return (ran + waited) / 1000
}

/** For how long the harness has been ready to run and waited for a core. */
export const harnessWaitedMicros = (): number => (harness.nanos()?.[1] ?? 0) / 1000

/** A thread that has ended since it was listed counts for nothing. */
function scheduledNanos(file: string): [ran: number, waited: number] {
  try {
    return nanosIn(readFileSync(file, 'utf8'))
  } catch {
    return [0, 0]
  }
}

function nanosIn(text: string): [ran: number, waited: number] {
  const [ran, waited] = text.split(' ')
  return [Number(ran), Number(waited)]
}
