import { swiftLanes } from '../../engine/defaults.ts'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { helloMillis } from '../../clock.ts'
import type { Prepared } from '../../wrappers/prepared.ts'

/** What to host: a class in a file (relative to the user's folder, or absolute) or in a module that Python finds. */
export type PythonTarget =
  | { readonly file: string; readonly className?: string | undefined }
  | { readonly module: string; readonly className?: string | undefined }

const adapter = fileURLToPath(new URL('./adapter.py', import.meta.url))

/** The oldest Python that the adapter is written for. */
const oldest = { major: 3, minor: 8 }

/**
 * How to start lanes of a Python wrapper.
 * `interpreter` is a name on the PATH or a path, relative to `folder`, the user's own. It is asked once where it
 * really is, so that lanes start without the wrapper scripts that version managers put in front
 * (pyenv's takes 100 ms).
 */
export async function preparePython(
  target: PythonTarget,
  interpreter: string,
  folder: string,
): Promise<Prepared> {
  const module = 'module' in target ? target.module : undefined
  const answer = await ask(interpreter, folder, module)
  if (answer.kind === 'missing') {
    return refuse(
      `There is no Python interpreter "${interpreter}" on this machine.`,
      `Install Python ${oldest.major}.${oldest.minor} or newer, or name another interpreter with --python.`,
    )
  }
  if (answer.kind === 'silent') {
    return refuse(
      `"${interpreter}" does not answer as a Python interpreter: ${answer.why}.`,
      `See what \`${interpreter} --version\` prints, or name another interpreter with --python.`,
    )
  }
  const { major, minor, executable } = answer
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
    return refuse(
      `"${interpreter}" is Python ${major}.${minor}; the adapter needs ${oldest.major}.${oldest.minor}.`,
      'Name a newer interpreter with --python.',
    )
  }
  if (module !== undefined && !answer.finds) {
    return refuse(
      `"${interpreter}" finds no module ${module}.`,
      'Check its name, install it for this interpreter, or name another one with --python.',
    )
  }
  // -S puts off what Python does at its start for installed packages until one is imported: 20 ms a lane.
  return {
    kind: 'prepared',
    command: {
      argv: [executable, '-S', adapter, targetWord(target, folder)],
      folder,
      lanes: swiftLanes,
    },
  }
}

type Answer =
  | {
      readonly kind: 'python'
      readonly executable: string
      readonly major: number
      readonly minor: number
      /** Whether the module that was asked for, or the package it lies in, is there. */
      readonly finds: boolean
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'silent'; readonly why: string }

/**
 * Where an interpreter really is, absolute: one that is found here is found the same in a folder that somebody else has
 * filled, where version managers would look for their settings. As it was named, where it does not answer.
 */
export async function findPython(interpreter: string, folder: string): Promise<string> {
  const answer = await ask(interpreter, folder, undefined)
  return answer.kind === 'python' ? answer.executable : interpreter
}

/** Asked of any Python, also of one that is too old; with a module, whether the adapter will find it. */
const question = `
import sys
print(sys.executable)
print("%d %d" % sys.version_info[:2])
if len(sys.argv) > 1 and sys.version_info >= (${oldest.major}, ${oldest.minor}):
    from importlib.util import find_spec
    sys.path.insert(0, "")
    print("found" if sys.argv[1] in sys.modules or find_spec(sys.argv[1]) else "absent")
`

/** Where each interpreter really is that has answered, by its name and the folder that it was looked for in. */
const answered = new Map<string, Answer>()

async function ask(interpreter: string, folder: string, module: string | undefined): Promise<Answer> {
  const key = JSON.stringify([interpreter, folder])
  const known = module === undefined ? answered.get(key) : undefined
  if (known !== undefined) return known
  const answer = await askAnew(interpreter, folder, module)
  if (answer.kind === 'python') answered.set(key, answer)
  return answer
}

function askAnew(interpreter: string, folder: string, module: string | undefined): Promise<Answer> {
  // What lies in a package is found by importing the package, which is for lanes to do.
  const [topmost] = module?.split('.') ?? []
  return new Promise((settle) => {
    if (interpreter === '') return settle({ kind: 'missing' })
    execFile(
      interpreter,
      ['-c', question, ...(topmost === undefined ? [] : [topmost])],
      { cwd: folder, timeout: helloMillis, killSignal: 'SIGKILL' },
      (error, printed) => {
        if (error?.code === 'ENOENT') return settle({ kind: 'missing' })
        if (error !== null) return settle({ kind: 'silent', why: whyItFailed(error) })
        const [, executable, major, minor, found] = answerForm.exec(printed) ?? []
        if (executable === undefined)
          return settle({
            kind: 'silent',
            why: `it printed ${printed === '' ? 'nothing' : 'something else'}`,
          })
        const version = { major: Number(major), minor: Number(minor) }
        return settle({ kind: 'python', executable, ...version, finds: found !== 'absent' })
      },
    )
  })
}

const answerForm = /^(\/.*)\n(\d+) (\d+)\n(?:(found|absent)\n)?$/

function whyItFailed(error: { code?: string | number | null; killed?: boolean }): string {
  if (error.killed === true) return `it was not done after ${helloMillis / 1000} s`
  if (error.code === 'EACCES') return 'it may not be executed'
  return typeof error.code === 'number' ? `it exited with code ${error.code}` : `it failed with ${error.code}`
}

function targetWord(target: PythonTarget, folder: string): string {
  const place = 'file' in target ? `file:${resolve(folder, target.file)}` : `module:${target.module}`
  return target.className === undefined ? place : `${place}#${target.className}`
}

const refuse = (what: string, next: string): Prepared => ({ kind: 'refused', refusal: { what, next } })
