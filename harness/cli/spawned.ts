import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Starts the command as a user would. */
export const startCommand = (words: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', main, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: undefined, ...environment },
  })

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

export const runCommandLine = (words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> =>
  endOf(startCommand(words, environment))
