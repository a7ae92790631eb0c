import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundleInto, root } from '../packaging/bundle.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The command, as it is packaged: it starts in a sixth of the time that its sources take. */
    readonly command: string
  }
}

/** Bundles the command once for all tests that start it, in a folder that lies as dist/ does. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(root, '.built-for-tests-'))
  await bundleInto(folder)
  provide('command', join(folder, 'cli.mjs'))
  return () => rmSync(folder, { recursive: true, force: true })
}
