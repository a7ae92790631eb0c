import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A project of somebody else's, outside this repository, with this package installed in it as npm would. */
export interface Consumer {
  /** Absolute. */
  readonly folder: string
  /** Writes a file of the project. */
  write(name: string, text: string): Promise<void>
  /** Runs a command of what is installed there, offline; whatever its exit code, it resolves. */
  npx(...words: string[]): Promise<Finished>
  /** The same without npm, which takes a second on a busy machine. */
  bin(...words: string[]): Promise<Finished>
  remove(): Promise<void>
}

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Packs this package and installs it, with what it depends on and the `extra` packages of the project's own. npm would
 * fetch those; they are copied from here instead, so that no test depends on a registry.
 */
export async function makeConsumer(extra: readonly string[]): Promise<Consumer> {
  const scratch = await mkdtemp(join(tmpdir(), 'wouldblock-package-'))
  const remove = (): Promise<void> => rm(scratch, { recursive: true, force: true })
  try {
    return { ...(await install(scratch, extra)), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function install(scratch: string, extra: readonly string[]): Promise<Omit<Consumer, 'remove'>> {
  const folder = join(scratch, 'project')
  const modules = join(folder, 'node_modules')
  const installed = join(modules, 'wouldblock')
  const environment = ownEnvironment()
  const start = async (command: string, words: readonly string[], cwd: string): Promise<void> => {
    await promisify(execFile)(command, words, { cwd, env: environment })
  }
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text)

  await mkdir(installed, { recursive: true })
  await start('npm', ['pack', '--pack-destination', scratch], root)
  const tarball = (await readdir(scratch)).find((name) => name.endsWith('.tgz')) ?? ''
  await start('tar', ['-xzf', join(scratch, tarball), '--strip-components=1'], installed)
  for (const name of await closure([...(await needsOf(installed)), ...extra])) {
    await cp(join(root, 'node_modules', name), join(modules, name), { recursive: true })
  }
  await write('package.json', JSON.stringify({ name: 'project', private: true, type: 'module' }))
  // It makes the commands of what is installed, as an installation does.
  await start('npm', ['rebuild', '--ignore-scripts', '--offline'], folder)

  const finish = (command: string, words: readonly string[]): Promise<Finished> =>
    new Promise((settle) => {
      const options = { cwd: folder, env: environment, maxBuffer: Infinity }
      execFile(command, words, options, (error, stdout, stderr) =>
        settle({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
      )
    })
  return {
    folder,
    write,
    npx: (...words) => finish('npx', ['--no', '--', ...words]),
    bin: (name = '', ...words) => finish(join(modules, '.bin', name), words),
  }
}

/** Nothing that vitest and npm have set here, and no command of this repository's. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { PATH = '', HOME, TMPDIR } = process.env
  const path = PATH.split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { PATH: path.join(delimiter), HOME, TMPDIR }
}

/** The packages that these need, and they themselves, as far as they are installed here: others are for other systems. */
async function closure(names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    const needs = await needsOf(join(root, 'node_modules', name)).catch(() => undefined)
    if (needs === undefined) continue
    found.add(name)
    open.push(...needs)
  }
  return found
}

async function needsOf(folder: string): Promise<string[]> {
  const { dependencies, optionalDependencies } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  return Object.keys({ ...dependencies, ...optionalDependencies })
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
