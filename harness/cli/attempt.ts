import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { type Record as RunRecord, recordSchema } from '../record/schema.ts'
import { packageRoot } from './package-root.ts'
import { type Ended, runCommandLine } from './spawned.ts'
import { filesIn, processesWith } from './traces.ts'

/** Texts by file name. One that begins with `#!` may be executed; `-> path` makes a link; a null makes a folder. */
export type Files = Readonly<Record<string, string | null>>

export interface Attempt extends Ended {
  /** What was written to r.json, where the command was asked to write it. */
  readonly record: RunRecord | undefined
  /** Processes, temporary files and files beside the record that the command has left behind. */
  readonly left: readonly string[]
}

export interface Circumstances {
  readonly files?: Files
  /** Their permissions; by default those of a new file. */
  readonly modes?: Readonly<Record<string, number>>
  /** Put before the command: what runs it. */
  readonly before?: readonly string[]
}

/**
 * Types `wouldblock run` with these words in a folder that has these files, and looks at what is left of it. Unless the
 * words say otherwise, the shortest behaviour there is is run, and the record is written to r.json.
 */
export async function attempt(words: readonly string[], circumstances: Circumstances = {}): Promise<Attempt> {
  const home = mkdtempSync(join(tmpdir(), 'attempt-'))
  try {
    return await attemptIn(home, words, circumstances)
  } finally {
    rmSync(home, { recursive: true })
  }
}

async function attemptIn(
  home: string,
  words: readonly string[],
  { files = {}, modes = {}, before = [] }: Circumstances,
): Promise<Attempt> {
  const [work, scratch] = [join(home, 'work'), join(home, 'scratch')]
  for (const folder of [work, scratch]) mkdirSync(folder)
  shareCompiled(scratch)
  place(work, files)
  for (const [name, mode] of Object.entries(modes)) chmodSync(join(work, name), mode)
  const there = readdirSync(work)

  const mark = randomUUID()
  // As under `npm start`, which runs in the package's folder for a user who stands elsewhere.
  const environment = {
    TMPDIR: scratch,
    WOULDBLOCK_TEST_MARK: mark,
    INIT_CWD: work,
    npm_package_json: join(packageRoot, 'package.json'),
  }
  const ended = await runCommandLine(
    [
      'run',
      ...words,
      ...(words.includes('--only') ? [] : ['--only', 'mode.default-blocking']),
      ...(words.includes('--json') ? [] : ['--json', 'r.json']),
    ],
    { environment, before },
  )
  const written = join(work, 'r.json')
  return {
    ...ended,
    record: existsSync(written) ? recordSchema.parse(JSON.parse(readFileSync(written, 'utf8'))) : undefined,
    left: [
      ...processesWith(mark),
      ...filesIn(scratch),
      ...readdirSync(work).filter((name) => name !== 'r.json' && !there.includes(name)),
    ],
  }
}

/** tsx keeps what it has compiled among the temporary files; without that a run takes 0.3 s longer. */
function shareCompiled(scratch: string): void {
  const cache = `tsx-${userInfo().uid}`
  mkdirSync(join(tmpdir(), cache), { recursive: true })
  symlinkSync(join(tmpdir(), cache), join(scratch, cache))
}

function place(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(text === null ? path : dirname(path), { recursive: true })
    if (text?.startsWith('-> ')) symlinkSync(text.slice(3), path)
    else if (text !== null) writeFileSync(path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
  }
}
