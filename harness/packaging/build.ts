import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'
import { copyDeclarations } from './declarations.ts'

/** `npm run build`: makes dist/, which is all that a package holds beside its manifest, README and licence. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const dist = join(root, 'dist')

const options: BuildOptions = {
  absWorkingDir: root,
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
}

await rm(dist, { recursive: true, force: true })
await Promise.all([
  build({
    ...options,
    entryPoints: { cli: 'harness/cli/main.ts', vitest: 'harness/vitest.ts' },
    // What both need is there once.
    splitting: true,
    chunkNames: 'shared-[hash]',
  }),
  // Each lane loads these two: each is one file.
  build({ ...options, entryPoints: { host: 'harness/adapters/node/host.ts' } }),
  build({ ...options, entryPoints: { posix: 'fixtures/wrappers/posix.ts' }, keepNames: true }),
  copyDeclarations(['harness/vitest.ts', 'harness/adapters/node/wrapper.ts'], root, join(dist, 'types')),
  copyTexts(),
])

/** The Python adapter, which is looked for beside the bundles, and what an implementer of another one reads and copies. */
async function copyTexts(): Promise<void> {
  const adapters = join(root, 'harness/adapters')
  await copy(join(adapters, 'python/adapter.py'), join(dist, 'adapter.py'))
  for (const name of await readdir(adapters, { recursive: true })) {
    if (/\.(md|c|h)$/.test(name)) await copy(join(adapters, name), join(dist, 'adapters', name))
  }
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to)
}
