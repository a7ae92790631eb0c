import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Writes the declarations (`.d.ts`) of some source files, and of those that they lead to, into `folder`, at the same
 * places as the sources have below `root`. Rejects if the sources do not type-check.
 */
export async function copyDeclarations(
  sources: readonly string[],
  root: string,
  folder: string,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'wouldblock-types-'))
  try {
    const all = await declare(sources, root, scratch)
    for (const [name, text] of await reached(sources.map(declarationOf), all)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
  } finally {
    await rm(scratch, { recursive: true })
  }
}

const declarationOf = (source: string): string => source.replace(/\.ts$/, '.d.ts')

/** tsc also declares every file that a source imports, for itself alone too. Answers the folder that holds them. */
async function declare(sources: readonly string[], root: string, scratch: string): Promise<string> {
  const outDir = join(scratch, 'all')
  const configFile = join(scratch, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: root,
    outDir,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions,
    files: sources.map((source) => join(root, source)),
    include: [],
  }
  await writeFile(configFile, JSON.stringify(config))
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', configFile], { cwd: root })
  } catch (error) {
    const { stdout } = error as { stdout: string }
    throw new Error(`the declarations cannot be made:\n${stdout}`, { cause: error })
  }
  return outDir
}

const importedPath = /((?:from |import\()['"]\.[^'"]+)\.ts(?=['"])/g

/** The given declarations and whatever they import from one another: texts by their paths below `folder`. */
async function reached(
  declarations: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const names = new Set(declarations)
  // A set that grows while it is walked is walked to its end.
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const [, path = ''] of text.matchAll(importedPath)) {
      names.add(join(dirname(name), `${path.slice(path.indexOf('.'))}.d.ts`))
    }
    // A package names what its users import, and every version of the compiler reads that.
    texts.set(name, text.replaceAll(importedPath, '$1.js'))
  }
  return texts
}
