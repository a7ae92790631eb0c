import { randomBytes } from 'node:crypto'
import { chmodSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from '../protocol/words.ts'
import { HostCannot } from './peer.ts'

/** A Unix-domain address has room for 108 bytes on Linux and for 104 elsewhere, with a zero at their end. */
const longestPath = 103

/** A Unix-domain address in `folder` that nobody else has. Throws HostCannot where the folder's own name is no help. */
export function freshPath(folder: string): Address {
  const host = join(folder, `u${randomBytes(6).toString('hex')}`)
  if (Buffer.byteLength(host) > longestPath)
    throw new HostCannot(`${host} is too long for the address of a Unix-domain socket`)
  if (/\s/.test(host)) throw new HostCannot(`${folder} has a space, which an address of the protocol has not`)
  return { host, port: 0 }
}

/** A wrapper may run as another user, who connects only where he may write. Who else may is for the folder to say. */
export const openToAll = (path: string): void => chmodSync(path, 0o777)

/** Sockets leave their files behind. */
export function removePath({ host }: Address): void {
  try {
    unlinkSync(host)
  } catch {
    // Nothing was ever bound to it, or who did has removed it.
  }
}
