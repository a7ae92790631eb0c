import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { nowMicros } from '../../clock.ts'
import { deathSignal, hasDeathSignal } from '../../lanes/death-signal.ts'
import { killGroup } from '../../lanes/process-group.ts'

/** What CPython's own tests made of one class. */
export interface CPythonRun {
  /** `absent`: no interpreter, or one without its tests. `unfit`: the class is no socket.socket. */
  readonly end: 'finished' | 'hung' | 'died' | 'absent' | 'unfit'
  readonly passed: readonly string[]
  readonly failed: readonly string[]
  readonly skipped: readonly string[]
  /** The test that was running when it hung or died. */
  readonly during: string | undefined
  readonly seconds: number
}

export interface CPythonOptions {
  readonly python: string
  /** Plugged in, in the place of socket.socket. */
  readonly file?: string
  /** Tests that are left out. */
  readonly without?: readonly string[]
  /** End with the first failure. */
  readonly stop?: boolean
  readonly deadlineSeconds: number
}

const script = fileURLToPath(new URL('cpython.py', import.meta.url))

/** Runs them in a process group of its own, which is killed at the deadline. Never rejects. */
export async function runCPython(options: CPythonOptions): Promise<CPythonRun> {
  const { python, file, without = [], stop = false, deadlineSeconds } = options
  const words = [script, ...(stop ? ['--stop'] : []), ...(file === undefined ? [] : [file, ...without])]
  const [program = python, ...rest] = [...(hasDeathSignal() ? deathSignal : []), python, ...words]
  const startedAt = nowMicros()
  const child = spawn(program, rest, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  let hung = false
  const { pid } = child
  const timer = setTimeout(() => {
    hung = true
    if (pid !== undefined) killGroup(pid)
  }, deadlineSeconds * 1000)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exitCode = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(127))
    child.on('exit', (code) => {
      if (pid !== undefined) killGroup(pid)
      resolve(code)
    })
  })
  clearTimeout(timer)
  return {
    ...readRun(output),
    end: hung ? 'hung' : endOf(exitCode),
    seconds: (nowMicros() - startedAt) / 1e6,
  }
}

function endOf(exitCode: number | null): CPythonRun['end'] {
  switch (exitCode) {
    case 0:
      return 'finished'
    case 3:
    case 127:
      return 'absent'
    case 4:
      return 'unfit'
    case null:
    default:
      return 'died'
  }
}

/** Reads what cpython.py tells, a line of JSON for each test's beginning and end; other lines are the tests' own. Pure. */
export function readRun(output: string): Omit<CPythonRun, 'end' | 'seconds'> {
  const by = { pass: [] as string[], fail: [] as string[], skip: [] as string[] }
  let during: string | undefined
  for (const line of output.split('\n')) {
    const told = parsed(line)
    if (told?.begins !== undefined) during = told.begins
    if (told?.test === undefined || told.outcome === undefined) continue
    by[told.outcome].push(told.test)
    during = undefined
  }
  return { passed: by.pass, failed: by.fail, skipped: by.skip, during }
}

interface Told {
  readonly begins?: string
  readonly test?: string
  readonly outcome?: 'pass' | 'fail' | 'skip'
}

function parsed(line: string): Told | undefined {
  try {
    return line.startsWith('{') ? (JSON.parse(line) as Told) : undefined
  } catch {
    return undefined
  }
}
