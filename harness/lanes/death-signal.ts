import { spawnSync } from 'node:child_process'

let found: boolean | undefined

/**
 * True if lanes can be started so that the kernel kills them when the harness dies, however it dies: on Linux, where
 * util-linux has `setpriv`. The one of busybox has no `--pdeathsig`, so it is tried, once.
 */
export function hasDeathSignal(): boolean {
  found ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', [...deathSignal.slice(1), 'true'], { stdio: 'ignore' }).status === 0
  return found
}

/** Put before a command, runs it under that promise. */
export const deathSignal = ['setpriv', '--pdeathsig', 'KILL', '--'] as const
