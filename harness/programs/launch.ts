import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { drainMillis, hangGraceMillis, sleep } from '../clock.ts'
import { deathSignal, hasDeathSignal } from '../lanes/death-signal.ts'
import type { Janitor } from '../lanes/janitor.ts'
import { killGroup } from '../lanes/process-group.ts'
import { environmentOf, type LaneCommand } from '../wrappers/prepared.ts'
import { openTerminal } from './terminal.ts'

/** A whole program under test, running in a process group of its own, its output read through a pseudo-terminal. */
export interface LaunchedProgram {
  /**
   * Resolves to the first line printed that `wanted` accepts, or to undefined when the program has ended, or when a
   * hang's grace has passed, without one.
   */
  line(wanted: (line: string) => boolean): Promise<string | undefined>
  /** Every whole line so far, without the line ends. */
  readonly lines: readonly string[]
  /** Undefined if it could not be started. */
  readonly pid: number | undefined
  /** How it ended, or undefined while it runs. */
  readonly ended: string | undefined
  /** Kills its process group and waits until it is gone. Never rejects. */
  kill(): Promise<void>
}

/** What is kept of a program that floods its terminal. */
const mostLines = 1_000

/** Starts a program. Its standard error goes to the same terminal. Throws HostCannot where there is none. */
export function launch(command: LaneCommand, janitor: Janitor): LaunchedProgram {
  const terminal = openTerminal()
  const [program, ...words] = hasDeathSignal() ? [...deathSignal, ...command.argv] : command.argv
  const child = spawn(program, words, {
    cwd: command.folder,
    env: environmentOf(command),
    detached: true,
    stdio: ['ignore', terminal.programSide, terminal.programSide],
  })
  closeSync(terminal.programSide)
  const group = child.pid
  if (group !== undefined) janitor.register(group)

  const lines: string[] = []
  let partial = ''
  let ended: string | undefined
  let changed = (): void => {}
  terminal.output.setEncoding('utf8')
  terminal.output.on('data', (chunk: string) => {
    const [first = '', ...rest] = (partial + chunk).split(/\r?\n/)
    partial = (rest.at(-1) ?? first).slice(0, 4_096)
    if (rest.length > 0 && lines.length < mostLines) lines.push(first, ...rest.slice(0, -1))
    changed()
  })
  // Nobody holds the other side any more: the program has ended, which its exit tells.
  terminal.output.on('error', () => terminal.output.destroy())
  const readToItsEnd = new Promise<void>((resolve) => terminal.output.on('close', resolve))
  const gone = new Promise<void>((resolve) => {
    const end = async (how: string): Promise<void> => {
      if (group !== undefined) {
        killGroup(group)
        janitor.unregister(group)
      }
      // Its exit may be told before the last that it printed.
      await Promise.race([readToItsEnd, sleep(drainMillis)])
      ended ??= how
      changed()
      resolve()
    }
    child.on('error', (error) => void end(error.message))
    child.on('exit', (code, signal) => void end(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })

  return {
    lines,
    pid: group,
    get ended() {
      return ended
    },
    line: (wanted) =>
      new Promise((resolve) => {
        const look = (over: boolean): void => {
          const found = lines.find(wanted)
          if (found === undefined && !over && ended === undefined) return
          clearTimeout(timer)
          changed = () => {}
          resolve(found)
        }
        const timer = setTimeout(() => look(true), hangGraceMillis)
        changed = () => look(false)
        look(false)
      }),
    async kill() {
      if (group !== undefined && ended === undefined) killGroup(group)
      await gone
      terminal.output.destroy()
    },
  }
}
