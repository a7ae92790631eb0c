import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killGroup } from './process-group.ts'

/** Cleans up after a run, even after one that was killed. */
export interface Janitor {
  /** The run's scratch folder, absolute. It is there from the beginning and gone at the end. */
  readonly scratch: string
  /** This process group is to be killed at the end. */
  register(groupId: number): void
  /** This process group is gone. */
  unregister(groupId: number): void
  /** Kills the groups that are left, removes the scratch folder, and resolves when that is done. Never rejects. */
  close(): Promise<void>
}

/** What its command line says that it is. */
export const janitorTitle = 'wouldblock-janitor'

/** What the janitor removes begins like this, whoever asks. */
const prefix = 'wouldblock-'

/**
 * Starts a small shell in a session of its own, which survives the harness. It reads `+<group>` and `-<group>`; when
 * its input ends, because the harness has closed it or has died, it cleans up. Rejects where no scratch folder can be
 * made.
 */
export async function openJanitor(): Promise<Janitor> {
  const scratch = join(tmpdir(), `${prefix}${randomBytes(8).toString('hex')}`)
  const groups = new Set<number>()
  const shell = spawn('/bin/sh', ['-c', script, janitorTitle, scratch], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const gone = new Promise<void>((resolve) => {
    shell.on('exit', () => resolve())
    // Without a shell (Windows), close() below does what can be done.
    shell.on('error', () => resolve())
  })
  shell.stdin.on('error', () => {})
  // A run that is over may end although the janitor is still there.
  shell.unref()
  // Only now: a harness that was killed between the two would leave a folder that nobody knows of.
  await mkdir(scratch, { mode: 0o700 }).catch((error: unknown) => {
    shell.stdin.end()
    throw error
  })

  let closing: Promise<void> | undefined
  async function cleanUp(): Promise<void> {
    shell.ref()
    shell.stdin.end()
    await gone
    // Left to do only if somebody has killed the janitor. Whose groups are still registered has not been reaped.
    for (const group of groups) killGroup(group)
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }

  return {
    scratch,
    register(groupId) {
      groups.add(groupId)
      shell.stdin.write(`+${groupId}\n`)
    },
    unregister(groupId) {
      groups.delete(groupId)
      shell.stdin.write(`-${groupId}\n`)
    },
    close: () => (closing ??= cleanUp()),
  }
}

/** Nothing but POSIX. Only a whole number from 2 on is taken for a group: -1 would be everybody. */
const script = String.raw`
trap '' HUP INT QUIT TERM TSTP USR1 USR2 PIPE ALRM
PATH=/bin:/usr/bin:$PATH
groups=' '
while IFS= read -r line; do
  group=${'$'}{line#?}
  case $group in '' | 0* | 1 | *[!0-9]*) continue ;; esac
  case $line in
    +*) groups="$groups$group " ;;
    -*) case $groups in *" $group "*) groups="${'$'}{groups%%" $group "*} ${'$'}{groups#*" $group "}" ;; esac ;;
  esac
done
for group in $groups; do
  kill -s KILL -- "-$group" 2>/dev/null
done
case ${'$'}{1##*/} in
  ${prefix}?*) ;;
  *) exit 1 ;;
esac
[ -d "$1" ] && [ ! -h "$1" ] || exit 0
rm -rf -- "$1" 2>/dev/null && exit 0
# The killed may have been writing still.
sleep 1
rm -rf -- "$1"
`
