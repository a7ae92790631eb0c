import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { janitorMillis, nowMicros, sleep, sweepMillis, sweepPauseMillis } from '../clock.ts'
import { janitorTitle } from '../lanes/janitor.ts'
import { childrenOf, descendantsOf, stateOf } from '../lanes/process-tree.ts'
import { becomeReaper, reap } from './reaper.ts'

/** What submissions leave behind when those that started it are gone. */
export interface Survivors {
  /**
   * Kills all that came to this process as orphans, with all that they have started, and resolves to how many were alive.
   * What this process has started itself is left alone. Janitors get the time that they need. Never rejects.
   */
  end(): Promise<number>
  /** Kills, at once, all that it has started and all that came to it, but for janitors: when this process itself is to end. */
  endAll(): void
  close(): void
}

/**
 * Takes in, from now on, whoever loses his parent below this process, however he has cut himself loose: so that nobody gets
 * away. To be called before the first submission is started; in the examiner, and in the grader too, which inherits what
 * an examiner leaves that was killed.
 */
export function takeInSurvivors(): Survivors {
  const own = new Set<ChildProcess>()
  const started = (message: unknown): void => {
    const { process: child } = message as { process: ChildProcess }
    own.add(child)
    child.once('exit', () => own.delete(child))
  }
  const before = new Set(childrenOf(process.pid))
  subscribe('child_process', started)
  becomeReaper()

  const orphans = (): number[] => {
    const pids = new Set([...own].map(({ pid }) => pid))
    return childrenOf(process.pid).filter((pid) => !pids.has(pid) && !before.has(pid))
  }

  return {
    async end() {
      const found = new Set<number>()
      const beganAtMicros = nowMicros()
      const isOver = (milliseconds: number): boolean => nowMicros() - beganAtMicros > milliseconds * 1_000
      // The list may miss one while others end: only a second empty one is believed.
      for (let empty = 0; empty < 2 && !isOver(janitorMillis + sweepMillis);) {
        const left = orphans()
        empty = left.length === 0 ? empty + 1 : 0
        for (const pid of left) {
          if (reap(pid) || (isJanitor(pid) && !isOver(janitorMillis))) continue
          for (const each of [...descendantsOf(pid), pid]) if (kill(each)) found.add(each)
        }
        if (left.length > 0) await sleep(sweepPauseMillis)
      }
      return found.size
    },
    endAll() {
      // Nothing that this process would do next comes in between, such as to start what has just been killed anew.
      for (let passes = 0, empty = 0; passes < mostPasses && empty < 3; passes += 1) {
        const alive = childrenOf(process.pid)
          .filter((child) => !isJanitor(child))
          .flatMap((child) => [...descendantsOf(child), child])
          .filter(kill)
        empty = alive.length === 0 ? empty + 1 : 0
        pause(sweepPauseMillis)
      }
    },
    close: () => void unsubscribe('child_process', started),
  }
}

const mostPasses = sweepMillis / sweepPauseMillis / 5

const pause = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

/** True if it was alive. */
function kill(pid: number): boolean {
  if (stateOf(pid) === 'Z') return false
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

function isJanitor(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(janitorTitle)
  } catch {
    return false
  }
}
