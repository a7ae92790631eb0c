import { tmpdir } from 'node:os'
import type { Address } from '../protocol/words.ts'
import { type FullQueue, openBlackhole } from './blackhole.ts'
import type { Peers, Testify } from './peer.ts'
import { type Nobody, openNobody } from './nobody.ts'
import { openRefusing, type Refusing } from './refusing.ts'
import { makeIdentity } from './tls-target.ts'
import { type Shared, Troupe } from './troupe.ts'

/** What a run's peers stand on: made once, closed at its end. */
export interface Stage {
  /** The peers of one trial, which testify to its trace. */
  peersOf(testify: Testify): Peers
  /** Closes what the trials shared. Never rejects. The peers of the trials are dismissed by those who made them. */
  close(): Promise<void>
}

/**
 * Opens the stage. What the trials share is made when the first of them asks, so this cannot fail. Unix-domain sockets
 * get their addresses in `folder`, and the certificate of TLS targets its file.
 */
export function openStage(folder = tmpdir()): Promise<Stage> {
  const identity = once(() => makeIdentity(folder))
  const refusing = once(openRefusing)
  const nobody = once(openNobody)
  const sharedBlackhole = once(async () => {
    const queue = await openBlackhole(() => {})
    await proof(queue)
    return queue
  })
  // The first blackhole of a run is proven on this host; the others are made in the same way.
  let proven: Promise<void> | undefined
  const proof = (queue: FullQueue): Promise<void> => (proven ??= queue.prove())
  const shared: Shared = {
    refusing: async (): Promise<Address> => (await refusing.get()).address,
    blackhole: async (): Promise<Address> => (await sharedBlackhole.get()).address,
    nobody: async (): Promise<Address> => (await nobody.get()).address,
    folder,
    identity: identity.get,
    proof,
  }
  return Promise.resolve({
    peersOf: (testify) => new Troupe(testify, shared),
    close: async () => {
      await identity.made((made) => made.close())
      await refusing.made((made: Refusing) => made.close())
      await nobody.made((made: Nobody) => made.close())
      await sharedBlackhole.made((made) => made.dismiss())
    },
  })
}

/** Something made at most once, however many ask for it. */
function once<T>(make: () => Promise<T>): { get(): Promise<T>; made(use: (made: T) => void): Promise<void> } {
  let promise: Promise<T> | undefined
  return {
    get: () => (promise ??= make()),
    /** Does nothing if it was never made, or could not be. */
    made: async (use) => promise?.then(use, () => {}),
  }
}
