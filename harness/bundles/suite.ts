import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../cli/package-root.ts'
import { UsageError } from '../cli/usage-error.ts'
import { below, type BundleFile, file } from './bundle.ts'

/**
 * What this package runs on, as it lies in a package that is installed; its dependencies are not among it. Throws
 * UsageError where it cannot be built.
 */
export function suiteFiles(): BundleFile[] {
  return [
    file('package.json', `${JSON.stringify(manifest(), null, 2)}\n`),
    ...below(
      'dist',
      filesIn(builtFolder(), (path) => !path.startsWith('types/')),
    ),
    ...below('harness/adapters', filesIn(join(packageRoot, 'harness/adapters'), isRead)),
  ]
}

/** Without scripts, which need what is not there, and what only a project that is tested needs. */
function manifest(): object {
  const { name, version, license, type, engines, dependencies } = JSON.parse(
    readFileSync(join(packageRoot, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>
  return { name, version, private: true, license, type, engines, dependencies }
}

/** What is built: where this runs from, or made now from its source. */
function builtFolder(): string {
  const here = fileURLToPath(import.meta.url)
  if (here.endsWith('.mjs')) return dirname(here)
  const dist = join(packageRoot, 'dist')
  const { status, stderr, error } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  if (status === 0 && existsSync(dist)) return dist
  throw new UsageError(
    `What belongs into the bundle cannot be built: ${error?.message ?? stderr.trim()}.`,
    'Mend that, and see whether "npm run build" succeeds.',
  )
}

/** As `files` of package.json says. */
const isRead = (path: string): boolean =>
  !/(^|\/)__pycache__\/|^contract\/|^python\/[^/]*\.py$|\.ts$/.test(path)

function filesIn(folder: string, wanted: (path: string) => boolean): BundleFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ path, from: relative(folder, path).split(sep).join('/') }))
    .filter(({ from }) => wanted(from))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ path, from }) => file(from, readFileSync(path)))
}
