import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleInto, root } from './bundle.ts'

export interface Built {
  /** Absolute: what Node is given to run the command. */
  readonly command: string
  remove(): void
}

/** Bundles the command, as it is packaged, into a folder that lies as dist/ does: it starts in a sixth of the time that its sources take. */
export async function buildOnce(): Promise<Built> {
  const folder = mkdtempSync(join(root, '.built-for-tests-'))
  // Submissions that run as another user are started with what lies in it.
  chmodSync(folder, 0o755)
  await bundleInto(folder)
  return { command: join(folder, 'cli.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
