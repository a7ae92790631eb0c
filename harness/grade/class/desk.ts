import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { unpack, type Unpacked } from '../submissions/unpack.ts'
import type { Submission } from '../submissions/find.ts'

/** Where one submission lies while it is examined. */
export interface Desk {
  /** Absolute: the submission, unpacked. */
  readonly submission: string
  /** Absolute: what its processes may write to. */
  readonly scratch: string
  readonly unpacked: Unpacked
}

/** Unpacks a submission into a folder of its own below `room`, for as long as `work` takes. */
export async function atDesk<Result>(
  room: string,
  submission: Submission,
  work: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  // Its name says nothing of whose it is, and nobody at another desk can guess it.
  const folder = join(room, randomBytes(8).toString('hex'))
  const desk = { submission: join(folder, 'submission'), scratch: join(folder, 'scratch') }
  try {
    // The processes of a submission may belong to somebody else, who finds his way to what is named to him, and no list.
    await mkdir(folder, { mode: 0o711 })
    await mkdir(desk.submission, { mode: 0o755 })
    await mkdir(desk.scratch, { mode: 0o711 })
    return await work({ ...desk, unpacked: await unpack(submission, desk.submission) })
  } finally {
    await removeTree(folder)
  }
}

/** Removes a folder whose owner may have taken all permissions from what is in it. */
async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    await makeRemovable(folder).catch(() => {})
    // What is left all the same is the janitor's.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}

async function makeRemovable(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await lstat(path)).isDirectory()) await makeRemovable(path)
  }
}
