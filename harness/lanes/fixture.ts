import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { sleep } from '../clock.ts'
import type { Lane } from './lane.ts'
import { startLane, type LaneHooks } from './process-lane.ts'

/** A folder for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanes-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A lane over a shell script, closed when the test is over. */
export const shellLane = (script: string, hooks?: LaneHooks): Lane => lane(['/bin/sh', '-c', script], hooks)

/** A lane over a program of node's. */
export const nodeLane = (script: string): Lane => lane([process.execPath, '-e', script])

/** A lane over any command. */
export function lane(argv: readonly [string, ...string[]], hooks?: LaneHooks): Lane {
  const started = startLane({ argv, folder: tmpdir() }, hooks)
  onTestFinished(() => started.close())
  return started
}

/** Shell that answers hello, the made-up operation and the made-up handle as it should, and the rest with `others`. */
export const adapter = (others: string): string => `
while read -r id op rest; do
  case $op in
    hello) echo "$id ok 0 name=fixture version=1 language=sh" ;;
    op-*) echo "$id unsupported 0" ;;
    gettimeout) echo "$id invalid 0 no such handle" ;;
    reset) echo "$id ok 0" ;;
    *) ${others} ;;
  esac
done`

/** True while the process is there and is not a zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Waits up to 5 s for something to become true. */
export async function eventually(is: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 250; tries += 1) {
    if (is()) return true
    await sleep(20)
  }
  return is()
}
