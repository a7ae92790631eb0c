import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { deathSignal, hasDeathSignal } from '../lanes/death-signal.ts'

/** Keeps every core busy with `perCore` processes that spin, until the function that it answers is called. */
export function burden(perCore: number): () => void {
  const spin = [process.execPath, '-e', 'for (;;) {}']
  const [program = '', ...words] = hasDeathSignal() ? [...deathSignal, ...spin] : spin
  const children = Array.from({ length: perCore * availableParallelism() }, () =>
    spawn(program, words, { stdio: 'ignore' }),
  )
  return () => {
    for (const child of children) child.kill('SIGKILL')
  }
}
