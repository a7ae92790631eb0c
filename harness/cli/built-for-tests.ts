import type { TestProject } from 'vitest/node'
import { buildOnce } from '../packaging/built-once.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The command, as it is packaged. */
    readonly command: string
  }
}

/** Bundles the command once for all tests that start it. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const { command, remove } = await buildOnce()
  provide('command', command)
  return remove
}
