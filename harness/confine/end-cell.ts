import { execFile } from 'node:child_process'
import { sweepMillis } from '../clock.ts'
import type { Cell } from './confinement.ts'
import { becoming } from './user.ts'

/** Lower ones belong to people and services. */
const leastUid = 10_000

/** Where anybody may write. */
const commonFolders = ['/tmp', '/var/tmp', '/dev/shm']

/**
 * Called by the grader once an examiner has ended, before it removes the scratch folder: where the submission had a user of its own,
 * ends all that runs as that user, at once and so that nothing can get away by starting anew, and removes what is his
 * outside of the scratch. The other tiers need no such thing. Never rejects.
 */
export function endCell({ tier, uid }: Cell): Promise<void> {
  if (tier !== 'user' || uid === undefined || !Number.isInteger(uid) || uid < leastUid)
    return Promise.resolve()
  const [program, ...words] = [...becoming(uid), '--', '/bin/sh', '-c', asThatUser, 'sh', String(uid)]
  return new Promise((resolve) => {
    execFile(
      program,
      [...words, ...commonFolders],
      { cwd: '/', env: { PATH: '/usr/bin:/bin' }, timeout: sweepMillis, killSignal: 'SIGKILL' },
      () => resolve(),
    )
  })
}

/** By that user himself, so that a link can lead to nothing but his own. He may signal nobody else: -1 is all whom he may. */
const asThatUser = String.raw`
uid=$1
shift
[ "$(id -u)" = "$uid" ] && [ "$uid" -ge ${leastUid} ] || exit 1
kill -s KILL -- -1 2>/dev/null
find "$@" -xdev -mindepth 1 -maxdepth 1 -user "$uid" -exec rm -rf -- {} + 2>/dev/null
ipcrm --all 2>/dev/null
exit 0
`
