import { type ChildProcess, spawn } from 'node:child_process'
import { inject } from 'vitest'

export interface Start {
  readonly environment?: NodeJS.ProcessEnv
  /** Put before the command: what runs it. */
  readonly before?: readonly string[]
  /** As a terminal does: in a process group of its own. */
  readonly ownGroup?: boolean
}

/** Starts the command as a user would. */
export function startCommand(
  words: readonly string[],
  { environment = {}, before = [], ownGroup = false }: Start = {},
): ChildProcess {
  const [program = process.execPath, ...rest] = [...before, process.execPath, inject('command'), ...words]
  return spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    env: { ...process.env, FORCE_COLOR: undefined, ...environment },
  })
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Collects what a command says until it ends. */
export function endOf(command: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' }
  command.stdout?.on('data', (chunk) => (said.stdout += String(chunk)))
  command.stderr?.on('data', (chunk) => (said.stderr += String(chunk)))
  return new Promise((resolve) => {
    command.on('close', (code) => resolve({ code, ...said }))
  })
}

export const runCommandLine = (words: readonly string[], start?: Start): Promise<Ended> =>
  endOf(startCommand(words, start))
