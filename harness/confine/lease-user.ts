import { createServer } from 'node:net'

/** A user of a number that nobody on this machine runs as. */
export interface LeasedUser {
  readonly uid: number
  /** Another may run as him from now on. */
  release(): void
}

/** Above those of people and services, below those that containers are given. */
const first = 61_000
const count = 1_000

/**
 * Leases a user until he is released, or until this process ends, however it does: the kernel keeps his name, a socket's, which
 * graders side by side on one machine cannot both have. Rejects where all are taken.
 */
export async function leaseUser(): Promise<LeasedUser> {
  for (let uid = first; uid < first + count; uid += 1) {
    const release = await hold(`\0wouldblock-user-${uid}`)
    if (release) return { uid, release }
  }
  throw new Error(`the users ${first} to ${first + count - 1} are all taken`)
}

function hold(name: string): Promise<(() => void) | undefined> {
  const server = createServer((stranger) => stranger.destroy())
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(name, () => resolve(() => void server.close()))
    server.unref()
  })
}
