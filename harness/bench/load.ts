import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { deathSignal, hasDeathSignal } from '../lanes/death-signal.ts'

/** Keeps every core busy with `perCore` processes that spin, until the function that it answers is called. */
export function burden(perCore: number): () => void {
  const spin = [process.execPath, '-e', 'for (;;) {}']
  const [program = '', ...words] = hasDeathSignal() ? [...deathSignal, ...spin] : spin
  const children = Array.from({ length: perCore * availableParallelism() }, () =>
    // Each in a session of its own, as each lane is: Linux may share its cores out between sessions, and then all of them
    // together would get no more than a single lane.
    spawn(program, words, { stdio: 'ignore', detached: true }),
  )
  return () => {
    for (const child of children) child.kill('SIGKILL')
  }
}
