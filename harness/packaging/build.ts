import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'
import { copyDeclarations } from './declarations.ts'

/** `npm run build`: makes dist/, which is what a package runs. What its users read lies in it as it lies here. */

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
  // A lane loads the first and one of the others: each is one file.
  build({ ...options, entryPoints: { host: 'harness/adapters/node/host.ts' } }),
  build({ ...options, entryPoints: { posix: 'fixtures/wrappers/posix.ts' }, keepNames: true }),
  build({ ...options, entryPoints: { promises: 'fixtures/wrappers/promises.ts' }, keepNames: true }),
])
// It is looked for beside whatever starts it.
await cp(join(root, 'harness/adapters/python/adapter.py'), join(dist, 'adapter.py'))
await copyDeclarations(['harness/vitest.ts', 'harness/adapters/node/wrapper.ts'], root, join(dist, 'types'))
