import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type BuildOptions } from 'esbuild'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Writes into a folder of this package all that the command runs, and whatever else is asked for. */
export async function bundleInto(folder: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const options: BuildOptions = {
    absWorkingDir: root,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  }
  await Promise.all([
    build({
      ...options,
      entryPoints: {
        cli: 'harness/cli/main.ts',
        examiner: 'harness/grade/examine/examiner.ts',
        ...more,
      },
      // What several need is there once.
      splitting: true,
      chunkNames: 'shared-[hash]',
    }),
    // A lane loads the first and one of the others: each is one file.
    build({ ...options, entryPoints: { host: 'harness/adapters/node/host.ts' } }),
    build({ ...options, entryPoints: { posix: 'fixtures/wrappers/posix.ts' }, keepNames: true }),
    build({ ...options, entryPoints: { promises: 'fixtures/wrappers/promises.ts' }, keepNames: true }),
  ])
  // It is looked for beside whatever starts it.
  await cp(join(root, 'harness/adapters/python/adapter.py'), join(folder, 'adapter.py'))
  // What a platform is given beside what is built.
  await cp(join(root, 'harness/bundles/scripts'), join(folder, 'scripts'), { recursive: true })
  // What a page is made with, which stands in it as it is.
  await cp(join(root, 'reports/html/assets'), join(folder, 'assets'), {
    recursive: true,
    filter: (source) => !source.endsWith('.json'),
  })
}
