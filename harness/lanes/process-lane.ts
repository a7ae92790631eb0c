import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { drainMillis, muteMillis, nowMicros } from '../clock.ts'
import { quote, readLines } from '../protocol/lines.ts'
import { parseLine } from '../protocol/reply.ts'
import { encodeRequest, randomId } from '../protocol/request.ts'
import type { Behind, LaneCommand } from '../wrappers/prepared.ts'
import { outOfTurn } from './answers.ts'
import { adapterBehind, endOf } from './behind.ts'
import { deadLane } from './dead-lane.ts'
import { bareName, callsInFlight, isAside } from './calls-in-flight.ts'
import { InFlight } from './in-flight.ts'
import type { Crash, Hang, Lane, PendingCall, ProtocolFault } from './lane.ts'
import { keepNoise } from './noise.ts'
import { killGroup } from './process-group.ts'
import { spawnLane } from './spawn.ts'
import { keepTail } from './tail.ts'

/** Told of the process group of every lane, so that somebody can kill it should the harness be killed. */
export interface LaneHooks {
  readonly started?: (groupId: number) => void
  readonly gone?: (groupId: number) => void
}

/** How a lane stops being of use. */
type Fault = Hang | Crash | ProtocolFault

/** How much of an adapter's standard error a crash shows. */
const tailLength = 4_000

/**
 * Starts an adapter. Never throws: a program that cannot be started is a lane whose calls end as a crash with neither
 * exit code nor signal, and the reason in place of its standard error.
 */
export function startLane(command: LaneCommand, hooks: LaneHooks = {}): Lane {
  const spawned = spawnLane(command)
  return spawned.kind === 'child'
    ? new ProcessLane(spawned.child, spawned.pid, command.behind, hooks)
    : deadLane({ kind: 'crash', exitCode: null, signal: null, standardError: spawned.why })
}

class ProcessLane implements Lane {
  /** What was started, the leader of the lane's process group. */
  readonly #started: number
  readonly #behind: Behind | undefined
  #adapter: number | undefined
  readonly #child: ChildProcessWithoutNullStreams
  readonly #noise = keepNoise()
  readonly #errors = keepTail(tailLength)
  readonly #gone: Promise<void>
  #fault: Fault | undefined
  #exited = false
  readonly #calls = callsInFlight()
  /** When the chunk that is being read arrived. */
  #arrivedAtMicros = 0

  readonly #lines = readLines({
    line: (line) => this.#read(line),
    tooLong: (head) => this.#stray('has no end', head),
  })

  constructor(
    child: ChildProcessWithoutNullStreams,
    pid: number,
    behind: Behind | undefined,
    hooks: LaneHooks,
  ) {
    this.#child = child
    this.#started = pid
    this.#behind = behind
    hooks.started?.(pid)
    // A process that is gone does not read; its exit tells all there is to know.
    child.stdin.on('error', () => {})
    child.stdout.on('error', () => {})
    child.stderr.on('error', () => {})
    child.stderr.on('data', (chunk: Buffer) => this.#errors.push(chunk))
    child.stdout.on('data', (chunk: Buffer) => {
      this.#arrivedAtMicros = nowMicros()
      if (this.#fault === undefined) this.#lines.push(chunk)
    })
    child.stdout.on('end', () => this.#mute())
    this.#gone = new Promise((resolve) => {
      child.on('exit', (exitCode, signal) => {
        this.#exited = true
        // Children of the adapter's own may hold its pipes, and must not outlive it in any case.
        killGroup(pid)
        hooks.gone?.(pid)
        const end = endOf(exitCode, signal, behind)
        void this.#bury(end.exitCode, end.signal).then(resolve)
      })
    })
  }

  get pid(): number {
    if (this.#behind === undefined) return this.#started
    // Sought when somebody asks, which is after it has answered: before, others may stand in its place.
    this.#adapter ??= adapterBehind(this.#started, this.#behind)
    return this.#adapter ?? this.#started
  }

  get usable(): boolean {
    return this.#fault === undefined && !this.#exited
  }

  get noise(): readonly string[] {
    return this.#noise.lines
  }

  get inFlight(): readonly PendingCall[] {
    return this.#calls.all
  }

  call(operation: string, words: readonly string[]): PendingCall {
    this.#calls.assertFree(operation)
    const id = randomId()
    const pieces = encodeRequest(id, operation, words)
    const call = new InFlight(bareName(operation), (overdue) => this.#fail(overdue.hang(), overdue))
    if (this.#fault !== undefined) {
      call.finish(this.#fault)
      return call
    }
    this.#calls.add(id, call, isAside(operation))
    this.#noise.restart()
    // Requests are ASCII: twice as fast to write as text that may be anything.
    for (const piece of pieces) this.#child.stdin.write(piece, 'latin1')
    return call
  }

  close(): Promise<void> {
    if (!this.#exited) {
      this.#fail({ kind: 'crash', exitCode: null, signal: 'SIGKILL', standardError: this.#errors.text() })
    }
    return this.#gone
  }

  #read(line: string): void {
    // The rest of a chunk after a fault is nobody's.
    if (this.#fault !== undefined) return
    const { id, call } = this.#calls.answeredBy(line)
    if (call === undefined) return this.#stray('', line)
    const parsed = parseLine(line, id)
    if (parsed.kind === 'noise') return this.#stray(parsed.why, line)
    if (parsed.kind === 'entered') {
      if (call.enteredAtMicros !== undefined) return this.#stray('announces the call a second time', line)
      return call.enter(this.#arrivedAtMicros)
    }
    const why = outOfTurn(call, parsed.status)
    if (why !== undefined) return this.#stray(why, line)
    this.#calls.remove(id)
    call.finish({
      kind: 'reply',
      status: parsed.status,
      words: parsed.words,
      text: parsed.text,
      insideMicros: parsed.insideMicros,
      requestedAtMicros: call.requestedAtMicros,
      ...(call.enteredAtMicros === undefined ? {} : { enteredAtMicros: call.enteredAtMicros }),
      repliedAtMicros: this.#arrivedAtMicros,
    })
  }

  /** A line of another shape costs the calls in flight; between calls it is only remembered, unless it is a flood. */
  #stray(why: string, line: string): void {
    if (this.#calls.all.length > 0) {
      this.#fail({ kind: 'protocol', why: `the line ${why}`, quoted: quote(line) })
    } else if (this.#noise.add(line) === 'flood') {
      this.#fail({
        kind: 'protocol',
        why: 'standard output was flooded between two calls',
        quoted: quote(line),
      })
    }
  }

  /** Ends the lane's use; the first fault is the one that counts. Whoever brought it about is told first. */
  #fail(fault: Fault, culprit?: InFlight): void {
    if (this.#fault !== undefined) return
    this.#fault = fault
    const unfinished = this.#lines.unfinished()
    if (unfinished !== '') this.#noise.add(unfinished)
    if (!this.#exited) killGroup(this.#started)
    culprit?.finish(fault)
    for (const call of this.#calls.removeAll()) call.finish(fault)
  }

  /** Standard output has ended: usually the process is about to be seen to exit. */
  #mute(): void {
    if (this.#exited) return
    setTimeout(() => {
      if (this.#exited) return
      this.#fail({
        kind: 'protocol',
        why: 'standard output was closed by a process that goes on',
        quoted: '',
      })
    }, muteMillis).unref()
  }

  /** Reads what the process has left behind, and lets go of it. */
  async #bury(exitCode: number | null, signal: NodeJS.Signals | null): Promise<void> {
    // After a fault nobody waits for a reply.
    if (this.#fault === undefined) await this.#drained()
    this.#fail({ kind: 'crash', exitCode, signal, standardError: this.#errors.text() })
    for (const stream of this.#child.stdio) stream?.destroy()
  }

  /** Resolves when all that the process wrote has been read. (libuv tells of an exit last, but promises nothing.) */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, drainMillis)
      this.#child.on('close', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
