import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { compileMillis } from '../clock.ts'
import { buildOnce } from './build-cache.ts'
import { type Argv, type Language, refusedAsTyped, refusedAsWrong, type Start } from './language.ts'
import { adapterFile, findTool } from './tool.ts'

export interface Compilation {
  /** The adapter's files, which are copied beside the wrapper. */
  readonly adapter: readonly string[]
  /** What the wrapper's copy is called, where that may not be its own name. */
  readonly as?: string
  /** The compiler's arguments; it works in the folder of the copies. `wrapper` is the name of the wrapper's. */
  readonly compile: (wrapper: string) => readonly string[]
  /** What starts a lane of what was made in `folder`, which is absolute. */
  readonly run: (folder: string, wrapper: string, className: string | undefined) => Argv
}

/**
 * For compilers: builds once for each content of the wrapper, the adapter, the command line and the compiler. The wrapper
 * is one file: what it includes from beside itself is not found, so that no build is ever older than its sources.
 */
export const compiled =
  ({ adapter, as, compile, run }: Compilation): Start =>
  async (language, { file, className }) => {
    const wrapper = as ?? basename(file)
    if (adapter.includes(wrapper))
      return refusedAsTyped(`A wrapper in ${language.name} cannot be named ${wrapper}.`, 'Rename the file.')
    const copies = new Map([[wrapper, await readFile(file)]])
    for (const name of adapter) copies.set(name, await readFile(adapterFile(language.id, name)))
    const words = compile(wrapper)
    const hash = createHash('sha256').update(
      JSON.stringify([words, language.environment, await identity(language)]),
    )
    for (const [name, bytes] of copies) hash.update(`\n${name} ${bytes.length}\n`).update(bytes)

    const built = await buildOnce(`${language.id}-${hash.digest('hex').slice(0, 32)}`, async (folder) => {
      for (const [name, bytes] of copies) await writeFile(join(folder, name), bytes)
      return whyNot(language, words, folder)
    })
    switch (built.kind) {
      case 'built':
        return { kind: 'argv', argv: run(built.folder, wrapper, className) }
      case 'failed':
        return refusedAsWrong(
          `${basename(file)} does not compile: ${built.why.replaceAll(wrapper, basename(file))}`,
          `Mend the file; harness/adapters/${language.id}/README.md has what it must define.`,
        )
      case 'unkept':
        return refusedAsTyped(
          `What is compiled cannot be kept: ${built.why}.`,
          'Let XDG_CACHE_HOME name a folder that can be written to.',
        )
    }
  }

/** Another compiler of the same name makes another build. */
async function identity({ tool }: Language): Promise<unknown> {
  const found = await realpath(findTool(tool) ?? tool)
  const { size, mtimeMs } = await stat(found)
  return [found, size, mtimeMs]
}

/** Runs the compiler; answers nothing if all is well, else its first words. */
function whyNot(
  { tool, environment }: Language,
  words: readonly string[],
  folder: string,
): Promise<string | undefined> {
  const options = {
    cwd: folder,
    env: { ...process.env, ...environment },
    timeout: compileMillis,
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 1024 * 1024,
  } as const
  return new Promise((settle) => {
    execFile(tool, words, options, (error, printed, complained) => {
      if (error === null) return settle(undefined)
      if (error.killed === true && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
        return settle(`${tool} was not done after ${compileMillis / 1000} s`)
      settle(firstWords(`${complained}\n${printed}`) || `${tool} failed without a word (${error.code})`)
    })
  })
}

const quotedLines = 3

/** From the first line that tells of an error, as a compiler's warnings come before it; on one line, without drawings. Pure. */
export function firstWords(text: string): string {
  const lines = text
    .split('\n')
    .flatMap((line) => (/\w/.test(line) && !line.startsWith('# ') ? line.trim() : []))
  const first = lines.findIndex((line) => /\berror\b/i.test(line))
  return lines.slice(Math.max(0, first)).slice(0, quotedLines).join(' / ').slice(0, 600)
}
