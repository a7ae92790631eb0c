import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type BuildFailure, type BuildOptions, type Loader, type Message, type Plugin } from 'esbuild'

/** Where the bundle starts: a file, or a line of source in a folder. */
export type Entry = { readonly file: string } | { readonly source: string; readonly folder: string }

export type Bundle =
  | { readonly kind: 'bundled'; readonly text: string }
  /** The first thing that is wrong; `file` is relative to `folder` where it lies below. */
  | { readonly kind: 'failed'; readonly text: string; readonly at: string | undefined }

/**
 * One ES module out of a user's source, which can lie anywhere: what is installed in node_modules stays outside and is
 * named by its absolute URL, and `import.meta` (`__dirname` too) tells of the file that it stands in.
 */
export async function bundle(entry: Entry, folder: string): Promise<Bundle> {
  const start: BuildOptions =
    'file' in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.source, resolveDir: entry.folder, sourcefile: 'wrapper spec' } }
  try {
    const { outputFiles } = await build({
      ...start,
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Node's own; esbuild would add `module`, which Node does not know.
      conditions: ['node-addons'],
      define: { 'import.meta': metaName, __filename: `${metaName}.filename`, __dirname: `${metaName}.dirname` },
      plugins: [installedStaysOutside, tellOfTheSource],
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
    })
    const text = outputFiles?.[0]?.text ?? ''
    return { kind: 'bundled', text: withRequire(text, 'file' in entry ? entry.file : `${folder}/.`) }
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? []
    if (first === undefined) throw error
    return { kind: 'failed', text: first.text, at: placeOf(first) }
  }
}
