import { realpathSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, extname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type BuildFailure, type BuildOptions, type Loader, type Message, type Plugin } from 'esbuild'

export type Bundle =
  | { readonly kind: 'bundled'; readonly text: string }
  /** The first thing that is wrong, and where: `file:line:column`, if it is in a file. */
  | { readonly kind: 'failed'; readonly text: string; readonly at?: string }

export interface BundleOptions {
  /**
   * Absolute: nothing that lies outside is read. For source that nobody trusts, since what is bundled is read here, with
   * our rights, and reaches whoever wrote it.
   */
  readonly within?: string | undefined
}

/**
 * One ES module out of a user's source, which can lie anywhere: what is installed in node_modules stays outside and is
 * named by its absolute URL, and `import.meta` (`__dirname` too) still tells of the file that it stands in.
 * `start` is a file or a line of source, either in `folder`.
 */
export async function bundle(
  start: { file: string } | { source: string },
  folder: string,
  { within }: BundleOptions = {},
): Promise<Bundle> {
  const entry: BuildOptions =
    'file' in start
      ? { entryPoints: [start.file] }
      : { stdin: { contents: start.source, resolveDir: folder, sourcefile: 'the wrapper spec' } }
  const requireFrom = 'file' in start ? start.file : join(folder, 'noname.js')
  try {
    const { outputFiles } = await build({
      ...entry,
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Node's own: without a list esbuild adds `module`, which Node does not know.
      conditions: ['node-addons'],
      define: { 'import.meta': meta, __filename: `${meta}.filename`, __dirname: `${meta}.dirname` },
      plugins: [leaveOutWhatIsInstalled(within), tellWhereSourceIs],
      // One of the user's may extend any file.
      ...(within === undefined ? {} : { tsconfigRaw: '{}' }),
      // A wrapper may build on the names of its classes, and its own is shown.
      keepNames: true,
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
    })
    return { kind: 'bundled', text: withRequire(outputFiles[0]?.text ?? '', requireFrom) }
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? []
    if (first === undefined) throw error
    return { kind: 'failed', text: first.text, ...placeOf(first) }
  }
}

const meta = '__wouldblock_meta'

/** CommonJS inside an ES module needs a `require`. esbuild has renamed whatever else is called so. */
function withRequire(text: string, file: string): string {
  if (!text.includes('__require(')) return text
  const name = `${meta}_require`
  const line = `import { createRequire as ${name} } from 'node:module'; const require = ${name}(${urlOf(file)}); `
  // Before a line of esbuild's own, so that the source map stays true.
  return text.replace(/^(#!.*\n)?/, (shebang) => shebang + line)
}

const urlOf = (file: string): string => JSON.stringify(pathToFileURL(file).href)

const leaveOutWhatIsInstalled = (within: string | undefined): Plugin => ({
  name: 'leave-out-what-is-installed',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === meta) return undefined
      if (isBuiltin(path)) return { path, external: true }
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: meta })
      if (found.errors.length > 0 || found.namespace !== 'file' || found.external) return undefined
      // A wrapper that is itself installed, as those that come with this package are, may be several files.
      const refusal = whyNotRead(found.path, within)
      if (refusal !== undefined) return { errors: [{ text: `"${path}" ${refusal}` }] }
      const isInstalled = packageOf(found.path) !== undefined && packageOf(found.path) !== packageOf(importer)
      if (!isInstalled && extname(found.path) !== '.node') return { path: found.path }
      const required = kind === 'require-call' || kind === 'require-resolve'
      return { path: required ? found.path : pathToFileURL(found.path).href, external: true }
    })
  },
})

/** A device may have no end, a pipe waits for ever, and nobody writes a module of this size. */
function whyNotRead(file: string, within: string | undefined): string | undefined {
  const real = realpathSync(file)
  const stat = statSync(real)
  if (!stat.isFile()) return 'is no file'
  if (stat.size > largestModule) return 'is too large to be a module'
  return within === undefined || real.startsWith(join(realpathSync(within), sep))
    ? undefined
    : 'lies outside the folder of the wrapper'
}

const largestModule = 32 * 1024 * 1024

/** The folder in node_modules that a file belongs to; undefined if it lies in none. */
const packageOf = (file: string): string | undefined =>
  /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0]

const tellWhereSourceIs: Plugin = {
  name: 'tell-where-source-is',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (!/import\.meta|__dirname|__filename/.test(source)) return undefined
      // On a line that is there already, so that lines keep their numbers; after `#!`, which must come first.
      const [shebang = ''] = /^#!.*\n/.exec(source) ?? []
      return { contents: shebang + metaOf(path) + source.slice(shebang.length), loader: loaderOf(path) }
    })
  },
}

const metaOf = (file: string): string =>
  `const ${meta} = { url: ${urlOf(file)}, filename: ${JSON.stringify(file)}, dirname: ${JSON.stringify(dirname(file))} };`

const loaderOf = (file: string): Loader => extname(file).replace(/[cm]/, '').slice(1) as Loader

function placeOf({ location }: Message): { at?: string } {
  if (location === null) return {}
  const { file, line, column, lineText } = location
  const ours = lineText.startsWith(`const ${meta}`) ? lineText.indexOf('};') + 2 : 0
  return { at: `${file}:${line}:${column - ours + 1}` }
}
